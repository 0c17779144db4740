import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LedgerUnavailable } from "@/lib/ledger/port";
import { type RestBridge, startRestBridge } from "@/tests/helpers/redis-rest-bridge";
import { isRedisMissing, type RedisServer, startRedisServer } from "@/tests/helpers/redis-server";
import { createUpstashStore } from "./upstash-store";

describe.skipIf(isRedisMissing)("the Upstash store", () => {
  let server: RedisServer;
  let bridge: RestBridge;
  beforeAll(async () => {
    server = await startRedisServer();
    bridge = await startRestBridge({ redisUrl: server.url, token: "right" });
  });
  afterAll(async () => {
    await bridge.stop();
    await server.stop();
  });

  it("hands out text as the script wrote it, every digit and every letter", async () => {
    const store = createUpstashStore({ url: bridge.url, token: "right" });
    const texts = ["9007199254740991", "[9007199254740991]", "ü \u001f €", '{"a":1}', ""];
    for (const text of texts) expect(await store.run("return ARGV[1]", [], [text])).toBe(text);
    expect(await store.run("return { 42, { 'x', false } }", [], [])).toEqual([42, ["x", null]]);
  });

  it("is unavailable for a wrong token, without telling it", async () => {
    const store = createUpstashStore({ url: bridge.url, token: "wrong-token" });
    const failed = await store.run("return 1", [], []).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(LedgerUnavailable);
    expect(String(failed)).not.toContain("wrong-token");
    await expect(store.check()).rejects.toThrow(LedgerUnavailable);
  });

  it("sends many calls of one turn in one request, and gives each its own answer", async () => {
    const store = createUpstashStore({ url: bridge.url, token: "right" });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => store.run("return ARGV[1] .. '!'", [], [`${n}`])),
    );
    expect(answers).toEqual(Array.from({ length: 100 }, (_, n) => `${n}!`));
  });
});

describe("the Upstash store", () => {
  it("is unavailable when no answer comes in time, and where nobody listens", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const store = createUpstashStore({ url: `http://127.0.0.1:${port}`, token: "t", timeoutMs: 100 });
    await expect(store.run("return 1", [], [])).rejects.toThrow(LedgerUnavailable);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
    await expect(store.run("return 1", [], [])).rejects.toThrow(LedgerUnavailable);
  });
});
