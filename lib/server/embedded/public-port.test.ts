import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { freePort } from "./free-port";
import { requirePublicPort } from "./public-port";

let holder: Server | undefined;
afterEach(() => holder?.close());

describe("the public port", () => {
  it("is accepted when it is free", async () => {
    await expect(requirePublicPort("127.0.0.1", await freePort())).resolves.toBeUndefined();
  });

  it("is refused when it is taken, naming the holder where the system tells, and another port to choose", async () => {
    const port = await freePort();
    holder = createServer().listen(port, "127.0.0.1");
    await once(holder, "listening");
    const whose = process.platform === "linux" ? `by process ${process.pid} \\(.+\\)` : "by .+";
    await expect(requirePublicPort("127.0.0.1", port)).rejects.toThrow(
      new RegExp(`^Port ${port} is in use ${whose}\\. Stop it, or choose another port: PORT=${port + 1} npm start$`),
    );
  });

  it("is refused with advice when the host is no address of this machine", async () => {
    await expect(requirePublicPort("192.0.2.1", await freePort())).rejects.toThrow(
      /Set HOST to an address of this machine/,
    );
  });
});
