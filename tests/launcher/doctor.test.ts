import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Checkout, createCheckout } from "./fake-checkout";

let checkout: Checkout;
let server: Server | undefined;
beforeEach(async () => {
  checkout = await createCheckout();
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await checkout.dispose();
});

async function serve(status: number, body: string): Promise<string> {
  const started = createServer((_request, response) => response.writeHead(status).end(body));
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const address = started.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return String(address.port);
}

describe("doctor", () => {
  it("says that another program holds the port and how to choose one, and fails", async () => {
    const PORT = await serve(404, "not here");
    const { code, text } = await checkout.launch(["doctor"], { env: { PORT } });
    expect(text).toContain(`another program holds 127.0.0.1:${PORT}. Stop it, or choose another: PORT=3001 npm start`);
    expect(code).toBe(1);
  });

  it("knows a running Sluice when it meets one", async () => {
    const PORT = await serve(200, JSON.stringify({ status: "ok" }));
    const { text } = await checkout.launch(["doctor"], { env: { PORT } });
    expect(text).toContain(`Sluice is running at http://127.0.0.1:${PORT}`);
  });

  it("names a browser path that leads nowhere and a port that is none", async () => {
    const env = { PORT: "http", CHROMIUM_PATH: "/nowhere/chromium" };
    const { code, text } = await checkout.launch(["doctor"], { env });
    expect(text).toContain("PORT is not a port number: http");
    expect(text).toContain("CHROMIUM_PATH names /nowhere/chromium, which does not exist");
    expect(code).toBe(1);
  });
});
