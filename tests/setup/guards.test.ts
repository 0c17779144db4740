import { connect, createServer } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { isLoopback } from "./is-loopback";

describe("the network guard", () => {
  it("refuses a connection that leaves this machine, before a packet is sent", async () => {
    expect(() => connect({ host: "192.0.2.1", port: 80 })).toThrow("192.0.2.1");
    await expect(fetch("http://192.0.2.1/")).rejects.toThrow();
  });

  it("lets a loopback connection through", async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The server has no port.");
    const socket = connect({ host: "127.0.0.1", port: address.port });
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    socket.destroy();
    server.close();
  });

  it.each(["localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "::ffff:127.0.0.1"])("calls %s loopback", (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(["10.0.0.1", "127.0.0.1.example.com", "example.com", "169.254.169.254", "::2", "localhost.example"])(
    "does not call %s loopback",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe("the console guard", () => {
  it("leaves room for a test that expects the output", () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
    console.error("expected");
    expect(error).toHaveBeenCalledWith("expected");
  });
});
