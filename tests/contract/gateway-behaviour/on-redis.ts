import { expect, vi } from "vitest";
import { type HostProcess, startHost } from "../../helpers/node-host";
import { type RedisServer, startRedisServer } from "../../helpers/redis-server";
import { limits } from "./limits";
import { refusalOf, refusals } from "./refusals";
import { streams } from "./streams";
import { type Case, call, newMark, type Place, type World } from "./world";

const DAY_MS = 86_400_000;

/** A Node host of two workers beside the world's own, on a Redis. */
export type RedisHost = { place: Place; redis: RedisServer; host: HostProcess; stop(): Promise<void> };

export async function startRedisHost(world: World): Promise<RedisHost> {
  const redis = await startRedisServer({ args: ["--appendonly", "yes"] });
  try {
    const host = await startHost(world.stack, {
      REDIS_URL: redis.url,
      SLUICE_WORKERS: "2",
      SLUICE_PRIVATE_UPSTREAMS: [world.upstream.port, 1].map((port) => `127.0.0.1:${port}`).join(","),
    });
    const stop = async () => {
      await host.stop();
      await redis.stop();
    };
    return { place: { world, host: "Node host", url: host.url }, redis, host, stop };
  } catch (cause) {
    await redis.stop();
    throw cause;
  }
}

/** What does not ask the world's other hosts. */
export const onRedis: readonly Case[] = [
  ...refusals,
  ...streams,
  ...limits.filter(({ title }) => !/both hosts/.test(title)),
];

export const onRedisAlone: readonly { title: string; run(host: RedisHost): Promise<void> }[] = [
  {
    title: "lets exactly 60 of 100 calls pass that its two workers share against a limit of 60",
    async run({ place }) {
      const key = await place.world.createKey({ rate_limit_requests: 60, rate_limit_window_ms: DAY_MS });
      const mark = newMark();
      const calls = Array.from({ length: 100 }, () => call(place, `things/echo?${mark}`, { key }));
      const statuses = (await Promise.all(calls)).map((answer) => answer.status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(60);
      expect(statuses.filter((status) => status === 429)).toHaveLength(40);
      expect(place.world.upstream.hits(mark)).toHaveLength(60);
    },
  },
  {
    title: "says which ledger it has and how it stands",
    async run({ place }) {
      const answer = await fetch(`${place.url}/api/health/ready`);
      expect(await answer.json()).toMatchObject({
        status: "ready",
        ledger: { kind: "redis", state: "here", workers: 2 },
      });
    },
  },
  {
    title:
      "refuses with 503 ledger_unavailable while Redis stands still, calls no upstream, and goes on when it is back",
    async run({ place, redis }) {
      const mark = newMark();
      const statusOf = async () => (await call(place, "things/echo")).status;
      expect(await statusOf()).toBe(200);
      redis.pause();
      try {
        const refused = await call(place, `things/echo?${mark}`);
        expect([refused.status, refusalOf(refused).error.code]).toEqual([503, "ledger_unavailable"]);
        expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
        // Each worker finds out by itself.
        await vi.waitFor(
          async () => {
            const ready = await fetch(`${place.url}/api/health/ready`);
            expect([ready.status, await ready.json()]).toMatchObject([503, { parts: { ledger: "down" } }]);
          },
          { timeout: 10_000, interval: 50 },
        );
      } finally {
        redis.resume();
      }
      await vi.waitFor(async () => expect(await statusOf()).toBe(200), { timeout: 10_000, interval: 50 });
      expect(place.world.upstream.hits(mark)).toEqual([]);
    },
  },
];
