import { afterEach, describe, expect, it, vi } from "vitest";
import { LedgerUnavailable } from "@/lib/ledger/port";
import { isRedisMissing, type RedisServer, startRedisServer } from "@/tests/helpers/redis-server";
import { checkSettings } from "./check-settings";
import { createRedisStore, type RedisStore } from "./redis-store";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(...args: string[]): Promise<RedisServer> {
  const server = await startRedisServer({ args });
  closing.push(server.stop);
  return server;
}

function open(url: string, timeoutMs = 300): { store: RedisStore; reported: ReturnType<typeof vi.fn> } {
  const reported = vi.fn();
  const store = createRedisStore({ url, timeoutMs, reportError: reported });
  closing.push(store.close);
  return { store, reported };
}

const PING = "return ARGV[1]";
const COUNT = "return redis.call('INCR', KEYS[1])";

describe.skipIf(isRedisMissing)("the Redis store", () => {
  it("is unavailable at once where nobody listens, and says so once", async () => {
    const server = await serve();
    await server.kill();
    const { store, reported } = open(server.url);
    await expect(store.run(PING, [], ["x"])).rejects.toThrow(LedgerUnavailable);
    await expect(store.ready(200)).rejects.toThrow("could not be reached within 200 ms");
    await expect(store.check()).rejects.toThrow(LedgerUnavailable);
    expect(reported).toHaveBeenCalledTimes(1);
    await server.restart();
    await store.ready(5_000);
    expect(await store.run(PING, [], ["x"])).toBe("x");
  });

  it("is unavailable when no answer comes in time, and does not send the call again", async () => {
    const server = await serve();
    const { store } = open(server.url);
    await store.ready(5_000);
    expect(await store.run(COUNT, ["n"], [])).toBe(1);
    server.pause();
    await expect(store.run(COUNT, ["n"], [])).rejects.toThrow(LedgerUnavailable);
    server.resume();
    // What was sent is done late, once.
    await expect.poll(() => store.run(PING, [], ["x"]).catch(() => "away")).toBe("x");
    expect(await server.command("GET n")).toBe("$1\r\n2\r\n");
  });

  it("rejects calls in flight when the connection is lost, and sends none of them again", async () => {
    const server = await serve("--appendonly", "yes");
    const { store } = open(server.url, 5_000);
    await store.ready(5_000);
    await store.run(COUNT, ["n"], []);
    server.pause();
    const inFlight = expect(store.run(COUNT, ["n"], [])).rejects.toThrow(LedgerUnavailable);
    await server.kill();
    await inFlight;
    await server.restart();
    await store.ready(5_000);
    expect(await store.run(COUNT, ["n"], [])).toBe(2);
  });

  it("tells a fault of the script from an absent store by its text", async () => {
    const server = await serve();
    const { store } = open(server.url);
    await store.ready(5_000);
    await expect(store.run("return redis.call('NOSUCH')", [], [])).rejects.toThrow("Redis did not answer");
  });

  it("refuses a Redis that evicts, and says what to set", async () => {
    const server = await serve("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
    const { store } = open(server.url);
    await store.ready(5_000);
    await expect(store.check()).rejects.toThrow("Set maxmemory-policy to noeviction");
    await server.command("CONFIG SET maxmemory 0");
    expect((await store.check()).warnings).toHaveLength(1);
  });

  it("warns of a Redis without an append-only file, and is content with one", async () => {
    const server = await serve("--appendonly", "yes");
    const { store } = open(server.url);
    await store.ready(5_000);
    expect(await store.check()).toEqual({ warnings: [] });
    await server.command("CONFIG SET appendonly no");
    expect((await store.check()).warnings[0]).toContain("Set appendonly to yes");
  });

  it("refuses a Redis in cluster mode", async () => {
    const server = await serve("--cluster-enabled", "yes");
    const { store } = open(server.url);
    await expect(store.ready(5_000).then(() => store.check())).rejects.toThrow("cluster mode");
  });
});

describe("the settings of Redis", () => {
  const info = (facts: string) => () => Promise.resolve(facts);

  it("may name an evicting policy where memory is not bounded", async () => {
    const facts = "maxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\ncluster_enabled:0\r\naof_enabled:1\r\n";
    expect(await checkSettings(info(facts))).toEqual({ warnings: [] });
  });

  it("may bound memory without evicting", async () => {
    const facts = "maxmemory:1000\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n";
    expect(await checkSettings(info(facts))).toEqual({ warnings: [] });
  });
});
