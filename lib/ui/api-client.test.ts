import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError, fetchJson } from "./api-client";

const server = createServer((request, response) => {
  if (request.url === "/ok") return response.end(JSON.stringify({ data: request.headers["x-sluice-workspace"] }));
  if (request.url === "/html") return response.writeHead(502).end("<html>");
  const detail = request.url === "/problem" ? { detail: "No such key." } : {};
  return response.writeHead(404).end(JSON.stringify({ title: "Not found", ...detail }));
});
let origin = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
});
afterAll(() => void server.close());

describe("fetchJson", () => {
  it("names the workspace in a header and returns the body", async () => {
    await expect(fetchJson(`${origin}/ok`, "demo")).resolves.toEqual({ data: "demo" });
  });

  it("turns a problem into an error that says the server's own sentence", async () => {
    await expect(fetchJson(`${origin}/problem`, "demo")).rejects.toMatchObject({
      message: "No such key.",
      status: 404,
    });
    await expect(fetchJson(`${origin}/title`, "demo")).rejects.toMatchObject({ message: "Not found.", status: 404 });
  });

  it("says so when the answer is no JSON", async () => {
    await expect(fetchJson(`${origin}/html`, "demo")).rejects.toMatchObject({ status: 502 });
  });

  it("tells an unreachable server from a refusal", async () => {
    await expect(fetchJson("http://127.0.0.1:1/", "demo")).rejects.toBeInstanceOf(ApiError);
  });
});
