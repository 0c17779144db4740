import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRedis, decode, judgeRedis } from "../../bin/doctor-redis.mjs";
import { isRedisMissing, type RedisServer, startRedisServer } from "../helpers/redis-server";

const infoOf = (over: Record<string, string> = {}) =>
  Object.entries({ redis_version: "7.2.4", cluster_enabled: "0", maxmemory: "0", aof_enabled: "1", ...over })
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join("");

describe("what the doctor says of a Redis by its settings", () => {
  it.each([
    ["ok", {}, "noeviction", "no eviction"],
    ["note", { aof_enabled: "0" }, "noeviction", "Set appendonly yes"],
    ["bad", { maxmemory: "1000" }, "allkeys-lru", "maxmemory-policy is allkeys-lru"],
    ["bad", { cluster_enabled: "1" }, "noeviction", "runs as a cluster"],
    ["bad", { redis_version: "6.2.1" }, "noeviction", "too old"],
  ])("is %s with %o and %s", (level, over, policy, text) => {
    expect(judgeRedis(infoOf(over), policy)).toMatchObject({ level, text: expect.stringContaining(text) });
  });

  it("takes no half of an answer for one", () => {
    expect(decode("$5\r\nhel")).toBeUndefined();
    expect(decode("*2\r\n$1\r\na\r\n")).toBeUndefined();
    expect(decode("*2\r\n$1\r\na\r\n:7\r\n+OK\r\n")).toEqual({ value: ["a", "7"], rest: "+OK\r\n" });
  });

  it("says where nothing answers, and that an address is none, without its password", async () => {
    expect(await checkRedis("redis://:hidden@127.0.0.1:1")).toEqual({
      level: "bad",
      text: expect.stringMatching(/^redis: 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/),
    });
    expect(await checkRedis("http://h")).toMatchObject({ level: "bad" });
  });
});

describe.skipIf(isRedisMissing)("what the doctor says of a real Redis", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis.stop());

  it("looks at it as it runs", async () => {
    expect(await checkRedis(redis.url)).toMatchObject({ level: "note" });
    await redis.command("CONFIG SET appendonly yes");
    expect(await checkRedis(redis.url)).toMatchObject({ level: "ok" });
    await redis.command("CONFIG SET maxmemory 100mb");
    await redis.command("CONFIG SET maxmemory-policy allkeys-lru");
    expect(await checkRedis(redis.url)).toMatchObject({ level: "bad", text: expect.stringContaining("noeviction") });
  });
});
