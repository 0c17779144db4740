import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Reply } from "@/lib/gateway/reply";
import { decoded } from "./decoded";

const plain = "Bytes that were coded. ".repeat(1_000);

function coded(bytes: Uint8Array, coding: string, size = 500) {
  const source = {
    isGivenUp: false,
    at: 0,
    async next(): Promise<IteratorResult<Uint8Array>> {
      const value = bytes.subarray(source.at, source.at + size);
      source.at += size;
      return value.length === 0 ? { done: true, value: undefined } : { done: false, value };
    },
    async return(): Promise<IteratorResult<Uint8Array>> {
      source.isGivenUp = true;
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => source,
  };
  const headers = [
    ["content-type", "text/plain"],
    ["content-encoding", coding],
    ["content-length", String(bytes.length)],
    ["x-sluice-request-id", "r"],
  ] as const;
  return { source, reply: { status: 200, headers, body: source } satisfies Reply };
}

async function read(reply: Reply): Promise<string> {
  return await text(Readable.from(reply.body instanceof Uint8Array ? [reply.body] : (reply.body ?? [])));
}

describe("a reply without content coding", () => {
  it.each([
    ["gzip", gzipSync(plain)],
    ["deflate", deflateSync(plain)],
    ["br", brotliCompressSync(plain)],
    ["zstd", zstdCompressSync(plain)],
    ["deflate, GZIP", gzipSync(deflateSync(plain))],
  ])("of %s has the plain bytes and no field that described the coded ones", async (coding, bytes) => {
    const reply = await decoded(coded(bytes, coding).reply);
    expect(reply.headers.map(([name]) => name)).toEqual(["content-type", "x-sluice-request-id"]);
    expect(await read(reply)).toBe(plain);
  });

  it("is the reply itself where nothing is coded", async () => {
    const { reply } = coded(Buffer.from(plain), "identity");
    expect(await decoded(reply)).toBe(reply);
  });

  it("fails where the coded bytes are cut", async () => {
    const reply = await decoded(coded(gzipSync(plain).subarray(0, 60), "gzip").reply);
    await expect(read(reply)).rejects.toThrow();
  });

  it("gives its source up when it is given up, even before the first byte was read", async () => {
    const { reply, source } = coded(gzipSync(plain), "gzip");
    const { body } = await decoded(reply);
    if (body === null || body instanceof Uint8Array) throw new Error("The body should be read piece by piece.");
    await body[Symbol.asyncIterator]().return?.();
    await expect.poll(() => source.isGivenUp).toBe(true);
  });

  it("answers 502 for a coding that is unknown, and gives the upstream's bytes up", async () => {
    const { reply, source } = coded(Buffer.from("x"), "compress");
    const answer = await decoded(reply);
    expect([answer.status, JSON.parse(await read(answer)).error.code]).toEqual([502, "encoding_unsupported"]);
    expect(answer.headers).toContainEqual(["x-sluice-request-id", "r"]);
    expect(source.isGivenUp).toBe(true);
  });
});
