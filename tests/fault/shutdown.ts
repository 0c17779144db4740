import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRedisLedger } from "@/lib/adapters/redis/redis-ledger";
import { type HostProcess, startHost } from "../helpers/node-host";
import { isRedisMissing, type RedisServer, startRedisServer } from "../helpers/redis-server";
import { type Answered, callOnce, type KillWorld, privateUpstreams, settledRows } from "./kill-world";

const STREAMS = 20;
/** Every third call of the load is a stream. */
const STREAMED = 3;

export function describeShutdown(ofWorld: () => KillWorld): void {
  describe.skipIf(isRedisMissing)("two workers told to stop with streams in flight", () => {
    let redis: RedisServer;
    let host: HostProcess;
    beforeAll(async () => {
      redis = await startRedisServer();
      const world = ofWorld();
      const settings = { SLUICE_WORKERS: "2", REDIS_URL: redis.url };
      host = await startHost(world.stack, { ...privateUpstreams(world.upstream), ...settings });
    }, 60_000);
    afterAll(async () => {
      await host.stop();
      await redis.stop();
    }, 60_000);

    it("does not start on a Redis that may evict counters, and says what to set", async () => {
      const evicting = await startRedisServer({ args: ["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"] });
      try {
        const settings = { SLUICE_WORKERS: "2", REDIS_URL: evicting.url };
        await expect(startHost(ofWorld().stack, settings)).rejects.toThrow(/Set maxmemory-policy to noeviction/);
      } finally {
        await evicting.stop();
      }
    }, 60_000);

    it("finishes every stream, refuses new connections meanwhile, drains, leaves no hold, and ends with 0", async () => {
      const world = ofWorld();
      const { key, keyId } = await world.createKey("slow");
      expect((await callOnce(host.url, key, "slow-warm", 1))?.status).toBe(200);
      const streams = Array.from({ length: STREAMS }, (_, n) => callOnce(host.url, key, `slow-${n}`, STREAMED));
      while ([...world.upstream.hits.keys()].filter((user) => /^slow-[0-9]/.test(user)).length < STREAMS)
        await delay(20);
      const stopped = host.stop();
      await delay(300);
      expect(await callOnce(host.url, key, "slow-late", 1)).toBeNull();
      const answers = (await Promise.all(streams)).filter((answer): answer is Answered => answer !== null);
      expect(answers.map(({ status }) => status)).toEqual(Array(STREAMS).fill(200));
      expect(answers.filter(({ text }) => !text.endsWith("data: [DONE]\n\n"))).toEqual([]);
      expect(await stopped).toBe(0);

      const rows = await settledRows(world.sql, keyId, 0);
      expect(rows.map(({ outcome }) => outcome)).toEqual(Array(STREAMS + 1).fill("completed"));
      const ledger = createRedisLedger({ url: redis.url, consumer: "observer", reportError: () => undefined });
      await ledger.ready(5_000);
      expect(await ledger.openHolds({})).toEqual([]);
      expect((await ledger.drain(10)).ids).toEqual([]);
      await ledger.close();
    }, 90_000);
  });
}
