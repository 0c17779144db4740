import { randomUUID } from "node:crypto";
import { Redis } from "@upstash/redis";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createMemoryFloodGuard } from "@/lib/adapters/flood/memory-flood-guard";
import { createUpstashFloodGuard } from "@/lib/adapters/flood/upstash-flood-guard";
import { type RestBridge, startRestBridge } from "@/tests/helpers/redis-rest-bridge";
import { isRedisMissing, type RedisServer, startRedisServer } from "@/tests/helpers/redis-server";
import { describeFloodGuard } from "./flood-guard.contract";

describeFloodGuard("memory", (limit, windowMs) => {
  const time = { nowMs: 0 };
  const guard = createMemoryFloodGuard({ clock: { nowMs: () => time.nowMs }, limit, windowMs });
  return {
    guard,
    moveTo: (nowMs) => {
      time.nowMs = nowMs;
    },
  };
});

it("the memory of a guard is bounded, and who was counted last is remembered", async () => {
  const guard = createMemoryFloodGuard({ clock: { nowMs: () => 0 }, limit: 1, windowMs: 60_000, maxSubjects: 100 });
  expect(guard.admit("held")).toMatchObject({ isAllowed: true });
  for (let subject = 0; subject < 1_000; subject += 1) {
    await guard.admit(`subject ${subject}`);
    expect(guard.admit("held")).toMatchObject({ isAllowed: false });
  }
  expect(guard.admit("subject 0")).toMatchObject({ isAllowed: true });
});

describe.skipIf(isRedisMissing)("over Upstash's interface", () => {
  const token = "token";
  let server: RedisServer;
  let bridge: RestBridge;
  const reports: string[] = [];

  beforeAll(async () => {
    server = await startRedisServer();
    bridge = await startRestBridge({ redisUrl: server.url, token });
  });

  afterAll(async () => {
    await bridge.stop();
    await server.stop();
  });

  afterEach(() => {
    vi.useRealTimers();
    reports.length = 0;
  });

  const guardWith = (facts: Partial<Parameters<typeof createUpstashFloodGuard>[0]> = {}) =>
    createUpstashFloodGuard({
      redis: new Redis({ url: bridge.url, token, retry: false, enableTelemetry: false }),
      name: randomUUID(),
      limit: 3,
      windowMs: 60_000,
      onOutage: "refuse",
      report: (message) => reports.push(message),
      ...facts,
    });

  describeFloodGuard("upstash", (limit, windowMs) => ({
    guard: guardWith({ limit, windowMs }),
    moveTo(nowMs) {
      vi.useFakeTimers({ toFake: ["Date"], now: nowMs });
    },
  }));

  it("counts for all processes together, and hands on what the store still does", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-20T12:00:00Z") });
    const name = randomUUID();
    const [one, other] = [guardWith({ name, limit: 2 }), guardWith({ name, limit: 2 })];
    expect(await one.admit("a")).toMatchObject({ isAllowed: true, pending: expect.any(Promise) });
    expect((await other.admit("a")).isAllowed).toBe(true);
    expect((await one.admit("a")).isAllowed).toBe(false);
    expect(reports).toEqual([]);
  });

  it("decides by its door while the store does not answer, instead of letting everyone pass", async () => {
    const [strict, open] = [guardWith({ timeoutMs: 50 }), guardWith({ timeoutMs: 50, onOutage: "admit" })];
    server.pause();
    try {
      expect(await strict.admit("a")).toMatchObject({ isAllowed: false, retryAfterMs: 5_000 });
      expect(await open.admit("a")).toMatchObject({ isAllowed: true });
    } finally {
      server.resume();
    }
    expect(reports).toHaveLength(2);
  });

  it("decides by its door where the store refuses to count", async () => {
    const redis = new Redis({ url: bridge.url, token: "wrong", retry: false, enableTelemetry: false });
    expect((await guardWith({ redis }).admit("a")).isAllowed).toBe(false);
    expect((await guardWith({ redis, onOutage: "admit" }).admit("a")).isAllowed).toBe(true);
    await guardWith({ redis }).forget("a");
    expect(reports).toHaveLength(3);
  });
});
