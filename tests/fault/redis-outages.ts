import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRedisLedger, type RedisLedger } from "@/lib/adapters/redis/redis-ledger";
import { type HostProcess, startHost } from "../helpers/node-host";
import { isRedisMissing, type RedisServer, startRedisServer } from "../helpers/redis-server";
import {
  type Answered,
  callOnce,
  contradictions,
  type KillWorld,
  NO_CONTRADICTIONS,
  privateUpstreams,
  settledRows,
  spentNanoUsd,
  startLoad,
} from "./kill-world";

const RECOVERY_MS = 10_000;
/** What one call costs at the counting upstream: 11 tokens in and 7 out of gpt-4o-mini. */
const COST_NANO_USD = 5_850;

export function describeRedisOutages(ofWorld: () => KillWorld): void {
  describe.skipIf(isRedisMissing)("two workers whose Redis fails under load", () => {
    let redis: RedisServer;
    let host: HostProcess;
    let ledger: RedisLedger;

    let world: KillWorld;
    beforeAll(async () => {
      world = ofWorld();
      await world.sql`update public.budgets set is_hard_limit = false where name = 'Monthly budget'`;
      redis = await startRedisServer({ args: ["--appendonly", "yes"] });
      const workers = { SLUICE_WORKERS: "2", SLUICE_LEASE_MS: "3000", REDIS_URL: redis.url };
      host = await startHost(world.stack, { ...privateUpstreams(world.upstream), ...workers });
      ledger = createRedisLedger({ url: redis.url, consumer: "observer", reportError: () => undefined });
    }, 60_000);
    afterAll(async () => {
      await ledger.close();
      await host.stop();
      await redis.stop();
    }, 90_000);

    /** Calls all the while; answers how long after `fail` has ended the first call was served again. */
    async function underLoad(name: string, key: string, fail: () => Promise<void>) {
      const load = startLoad(host.url, key, name);
      await delay(1_500);
      await fail();
      const endedMs = performance.now();
      const isServed = () => (load.answered.at(-1)?.status === 200 && load.answered.at(-1)?.atMs) || 0;
      await delay(1_500);
      while (isServed() < endedMs && performance.now() - endedMs < 2 * RECOVERY_MS) await delay(20);
      await delay(1_000);
      await load.stop();
      const refused = load.answered.filter(({ status }) => status !== 200);
      const recoveryMs = Math.round(Math.max(0, (refused.at(-1)?.atMs ?? endedMs) - endedMs));
      process.stdout.write(
        `${name}: ${load.answered.length} answers, ${refused.length} refused, the last of them ${recoveryMs} ms after its end\n`,
      );
      return { answered: load.answered, refused, recoveryMs };
    }

    async function expectWhole(
      name: string,
      facts: { keyId: string; budgetId: string },
      answered: readonly Answered[],
    ) {
      const rows = await settledRows(world.sql, facts.keyId, 3_500);
      expect(contradictions(rows, world.upstream.hits, answered, name)).toEqual(NO_CONTRADICTIONS);
      const [balance] = await ledger.balances([{ ruleId: facts.budgetId }]);
      const spent = await spentNanoUsd(world.sql, facts.keyId, facts.budgetId);
      expect({ used: balance?.used, held: balance?.held }).toEqual({ used: spent, held: 0 });
      return spent;
    }

    const outages: Record<string, () => Promise<void>> = {
      async paused() {
        redis.pause();
        await delay(5_000);
        redis.resume();
      },
      async killed() {
        await redis.kill();
        await delay(1_000);
        await redis.restart();
      },
      async flushed() {
        await redis.flush();
      },
    };

    it.each(Object.keys(outages))(
      "%s: 503 and no other refusal, served again within ten seconds, no row lost, drift 0",
      async (name) => {
        const { key, ...facts } = await world.createKey(name);
        const { answered, refused, recoveryMs } = await underLoad(name, key, outages[name] ?? (async () => undefined));
        expect(new Set(refused.map(({ status, code }) => `${status} ${code}`)).size).toBeLessThanOrEqual(1);
        for (const { status, code } of refused) expect([status, code]).toEqual([503, "ledger_unavailable"]);
        expect(recoveryMs).toBeLessThan(RECOVERY_MS);
        await expectWhole(name, facts, answered);
      },
      120_000,
    );

    it("flushed again and again: a hard budget is never exceeded, and a limit lets no more pass than it says", async () => {
      const calls = 40;
      const budget = { name: "small", amount_cents: String((calls * COST_NANO_USD) / 10_000_000), period: "MONTHLY" };
      const { key, ...facts } = await world.createKey("small", { budget });
      const limited = await world.createKey("limited", { rate_limit_requests: 30, rate_limit_window_ms: 86_400_000 });
      const load = startLoad(host.url, key, "small", 8);
      const limitedLoad = startLoad(host.url, limited.key, "limited", 4);
      for (let round = 0; round < 3; round += 1) {
        await delay(700);
        await redis.flush();
      }
      const isUsedUp = () =>
        load.answered.some(({ status }) => status === 402) && limitedLoad.answered.some(({ status }) => status === 429);
      const deadline = performance.now() + 2 * RECOVERY_MS;
      while (!isUsedUp() && performance.now() < deadline) await delay(50);
      await Promise.all([load.stop(), limitedLoad.stop()]);
      const spent = await expectWhole("small", facts, load.answered);
      expect(spent).toBeLessThanOrEqual(calls * COST_NANO_USD);
      expect(load.answered.some(({ status }) => status === 402)).toBe(true);
      const passed = limitedLoad.answered.filter(({ status }) => status === 200).length;
      process.stdout.write(`flushed thrice: spent ${spent} of ${calls * COST_NANO_USD}, ${passed} of 30 passed\n`);
      expect(passed).toBeLessThanOrEqual(30);
      expect(passed).toBeGreaterThan(20);
    }, 120_000);

    it("open while it is away: each worker lets its half of a limit pass, a hard budget stays closed, every row comes afterwards", async () => {
      await world.sql`update public.workspaces set on_ledger_outage = 'open' where is_demo`;
      const open = await world.createKey("open", {
        budget: undefined,
        rate_limit_requests: 40,
        rate_limit_window_ms: 86_400_000,
      });
      const hard = await world.createKey("hard");
      expect((await callOnce(host.url, open.key, "open-warm", 1))?.status).toBe(200);
      expect((await callOnce(host.url, hard.key, "hard-warm", 1))?.status).toBe(200);
      await delay(1_000);
      redis.pause();
      const passedOf = (all: readonly (Answered | null)[]) => all.filter((answer) => answer?.status === 200).length;
      const answers: (Answered | null)[] = [];
      // Connections go to whichever worker is quicker: one may see hardly any of the first wave.
      for (let wave = 0; wave < 10 && passedOf(answers) < 40; wave += 1) {
        const names = Array.from({ length: 120 }, (_, n) => `open-${wave}-${n}`);
        answers.push(...(await Promise.all(names.map((name, n) => callOnce(host.url, open.key, name, n)))));
      }
      const closed = await callOnce(host.url, hard.key, "hard-0", 1);
      redis.resume();
      await world.sql`update public.workspaces set on_ledger_outage = 'closed' where is_demo`;
      const answered = answers.filter((answer) => answer !== null);
      const passed = passedOf(answers);
      process.stdout.write(`open: ${passed} of ${answers.length} passed against 40 shared by two\n`);
      expect(passed).toBe(40);
      for (const { status, code } of answered.filter(({ status }) => status !== 200)) {
        expect([status, code]).toEqual([503, "ledger_unavailable"]);
      }
      expect(closed).toMatchObject({ status: 503, code: "ledger_unavailable" });
      const rows = await settledRows(world.sql, open.keyId);
      expect(contradictions(rows, world.upstream.hits, answered, "open")).toEqual(NO_CONTRADICTIONS);
      expect(rows).toHaveLength(41);
      expect(await ledger.balances([{ ruleId: open.keyId }])).toMatchObject([{ used: 41, held: 0 }]);
    }, 120_000);
  });
}
