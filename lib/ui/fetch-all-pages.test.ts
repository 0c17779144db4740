import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchAllPages } from "./fetch-all-pages";

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://own.invalid");
  const at = Number(searchParams.get("cursor") ?? 0);
  const isEndless = pathname === "/endless";
  response.end(JSON.stringify({ data: [at], next_cursor: isEndless || at < 2 ? String(at + 1) : null }));
});
let origin = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
});
afterAll(() => void server.close());

describe("fetchAllPages", () => {
  it("follows the cursor to the end, in order", async () => {
    await expect(fetchAllPages<number>(`${origin}/three`, "demo")).resolves.toEqual([0, 1, 2]);
  });

  it("stops at ten pages however many there are", async () => {
    await expect(fetchAllPages<number>(`${origin}/endless`, "demo")).resolves.toHaveLength(10);
  });
});
