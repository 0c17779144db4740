import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createRedisLedger, type RedisLedger } from "@/lib/adapters/redis/redis-ledger";
import { createFleet, type Fleet } from "@/lib/ledger/fleet/fleet";
import { createRecovery, type Recovery } from "@/lib/ledger/fleet/recovery";
import type { CountedBefore } from "@/lib/ledger/shared";
import { createSteadfastLedger, type Steadfast } from "@/lib/ledger/steadfast/steadfast-ledger";
import { isRedisMissing, type RedisServer, startRedisServer } from "../helpers/redis-server";
import { budgetOf, COMPLETED, LEASE_MS, ONLY, openingOf, standing } from "./ledger-fixtures";

const YEAR_MS = 365 * 86_400_000;

type Process = { steadfast: Steadfast; fleet: Fleet; recovery: Recovery; onLost: ReturnType<typeof vi.fn> };

describe.skipIf(isRedisMissing)("processes that share a store", () => {
  let redis: RedisServer;
  let shared: RedisLedger;
  let stopwatchMs: number;
  /** What Postgres would say: rows by request, each worth ten. */
  let rows: Set<string>;

  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    await redis.flush();
    stopwatchMs = 0;
    rows = new Set();
    shared = createRedisLedger({ url: redis.url, consumer: "test", reportError: () => undefined });
    await shared.ready(5_000);
    return () => shared.close();
  });

  const budget = () => budgetOf({ amount: 10, windowMs: YEAR_MS, nowMs: Date.now() });

  async function counted(without: readonly string[]): Promise<CountedBefore[]> {
    const used = [...rows].filter((id) => !without.includes(id)).length * 10;
    const { ruleId, subject, metric, strategy, current } = budget();
    return [{ ruleId, subject, metric, strategy, period: current, used, previousUsed: 0 }];
  }

  function join(): Process {
    const clock = { nowMs: () => Date.now() };
    const steadfast = createSteadfastLedger({ inner: shared, clock, processes: () => 2, startsAs: "away" });
    const fleet = createFleet({ shared, id: randomUUID(), newToken: randomUUID, memberTtlMs: 3_000 });
    const onLost = vi.fn();
    const recovery = createRecovery({
      ...{ steadfast, shared, fleet, onLost, counted, newToken: randomUUID, report: vi.fn(), patienceMs: 2_500 },
      stopwatch: () => stopwatchMs,
      stored: async (ids) => new Set(ids.filter((id) => rows.has(id))),
      versions: async () => ({ "ws/workspace": 7 }),
      drained: async () => undefined,
    });
    return { steadfast, fleet, recovery, onLost };
  }

  async function settle(processes: readonly Process[]): Promise<void> {
    for (let round = 0; round < 8; round += 1) for (const { recovery } of processes) await recovery.tick();
  }

  const admit = (process: Process, id: string) =>
    process.steadfast.ledger.admit(openingOf(id), [budget()], ONLY, LEASE_MS);
  const end = (process: Process, id: string) =>
    process.steadfast.ledger.settle(id, [{ candidateId: "only", amounts: { cost_nano_usd: 10 } }], COMPLETED);

  it("opens an empty store once, with what Postgres has counted and the versions it knows", async () => {
    for (const id of ["x", "y", "z"]) rows.add(id);
    const both = [join(), join()];
    await settle(both);
    expect(both.map(({ steadfast }) => steadfast.presence.standing())).toEqual(["here", "here"]);
    expect(await standing(shared, "budget")).toEqual({ used: 30, held: 0 });
    expect(await shared.fresh({ "ws/workspace": 6 })).toBe(false);
  });

  it("waits for the other process after a loss, so that what both kept is counted once and rows of theirs not twice", async () => {
    const [one, two] = [join(), join()];
    await settle([one, two]);
    await admit(one, "one-open");
    await admit(two, "two-ended");
    await end(two, "two-ended");
    await redis.flush();
    // The row of what the second gives back lands in Postgres after it has looked.
    for (let round = 0; round < 4; round += 1) await one.recovery.tick();
    expect(one.steadfast.presence.standing()).toBe("lost");
    await expect(admit(one, "refused")).rejects.toThrow("away");
    await two.recovery.tick();
    rows.add("two-ended");
    await settle([one, two]);
    expect(await standing(shared, "budget")).toEqual({ used: 10, held: 10 });
    expect((await shared.drain(10)).records.map(({ request_id }) => request_id)).toEqual(["two-ended"]);
    expect([one.onLost, two.onLost].map((called) => called.mock.calls.length)).toEqual([2, 2]);
  });

  it("waits no longer than its patience for a process that has died", async () => {
    const [one, two] = [join(), join()];
    await settle([one, two]);
    await redis.flush();
    await settle([one]);
    expect(one.steadfast.presence.standing()).toBe("lost");
    stopwatchMs += 2_500;
    await settle([one]);
    expect(one.steadfast.presence.standing()).toBe("here");
  });

  it("begins anew where a rebuild was left half done", async () => {
    rows.add("x");
    const dead = join();
    const { round } = await dead.fleet.pulse();
    expect(await dead.fleet.begin(round, "dead's")).toBe("begun");
    expect(await shared.addUsed(await counted([]), "dead's")).toBe(true);
    await dead.fleet.leave();
    const heir = join();
    await settle([heir]);
    expect(heir.steadfast.presence.standing()).toBe("here");
    expect(await standing(shared, "budget")).toEqual({ used: 10, held: 0 });
  });

  it("adds nothing to a store that was emptied again since the rebuild began", async () => {
    rows.add("x");
    const leader = join();
    const { round } = await leader.fleet.pulse();
    await leader.fleet.begin(round, "token");
    await redis.flush();
    expect(await shared.addUsed(await counted([]), "token")).toBe(false);
    expect(await leader.fleet.complete(round, "token", "epoch")).toBe(false);
    expect(await standing(shared, "budget")).toEqual({ used: 0, held: 0 });
  });

  it("does not trust a store that went back to an older state, and rebuilds it", async () => {
    const process = join();
    await settle([process]);
    await admit(process, "kept");
    await redis.command("SET {sluice}:pulses 1");
    await settle([process]);
    expect(process.steadfast.presence.standing()).toBe("here");
    expect(process.onLost).toHaveBeenCalledTimes(2);
    expect(await standing(shared, "budget")).toEqual({ used: 0, held: 10 });
  });

  it("gives a turn to one of all until it runs out", async () => {
    const [one, two] = [join(), join()];
    expect([await one.fleet.turn("hourly", 60_000), await two.fleet.turn("hourly", 60_000)]).toEqual([true, false]);
  });
});
