import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPeriods, type PeriodPlan } from "@/lib/kernel/periods";
import type { Ledger } from "@/lib/ledger/port";
import type { Check } from "@/lib/ledger/rules";
import {
  budgetOf,
  candidateOf,
  checkOf,
  isAdmitted,
  LEASE_MS,
  type LedgerUnderTest,
  type ManualClock,
  ONLY,
  openingOf,
  START_MS,
  settleOnly,
  standing,
} from "./ledger-fixtures";

const DOLLAR = 1_000_000_000;
const DAY_MS = 86_400_000;
const MONTH: PeriodPlan = { kind: "calendar", duration: { count: 1, unit: "M" }, zone: "Europe/Berlin" };

const laidOut = (plan: PeriodPlan, nowMs: number, over: Partial<Check> = {}) =>
  budgetOf({ ...createPeriods(plan)(nowMs), ...over });

/** Budgets and limits as a customer would try them, on every ledger. */
export function describeLedgerCases(name: string, make: () => Promise<LedgerUnderTest>): void {
  describe(`${name} ledger, as a customer would try it`, () => {
    let ledger: Ledger;
    let clock: ManualClock;
    let subject: LedgerUnderTest;
    beforeEach(async () => {
      subject = await make();
      ({ ledger, clock } = subject);
    });
    afterEach(() => subject.close());
    const admitted = (id: string, ...checks: Check[]) => isAdmitted(ledger, id, ...checks);
    const used = async (...ruleIds: string[]) =>
      await Promise.all(ruleIds.map(async (ruleId) => (await standing(ledger, ruleId)).used));
    const held = async (...ruleIds: string[]) =>
      await Promise.all(ruleIds.map(async (ruleId) => (await standing(ledger, ruleId)).held));

    describe("budgets", () => {
      it("of $1 let ten of 500 simultaneous calls of $0.10 pass, twenty times out of twenty", async () => {
        for (let round = 0; round < 20; round += 1) {
          const check = budgetOf({ ruleId: `b${round}` });
          const calls = Array.from({ length: 500 }, (_, n) => admitted(`${round}-${n}`, check));
          expect((await Promise.all(calls)).filter(Boolean)).toHaveLength(10);
          expect(await standing(ledger, `b${round}`)).toEqual({ used: 0, held: DOLLAR });
        }
      });

      it("of key, team and workspace: the one that refuses is named and none is charged, whichever it is", async () => {
        for (const full of ["key", "team", "workspace"]) {
          const nested = ["key", "team", "workspace"].map((ruleId) =>
            budgetOf({ ruleId: `${full}/${ruleId}`, limit: ruleId === full ? DOLLAR / 20 : DOLLAR }),
          );
          const result = await ledger.admit(openingOf(`r-${full}`), nested, ONLY, LEASE_MS);
          expect(result).toMatchObject({ outcome: "refused", by: { ruleId: `${full}/${full}` } });
          expect(await ledger.balances(nested)).toEqual([]);
        }
      });

      it("of $9,000,000 and of $123,456.78 are spent, settled and corrected to the last nano-dollar", async () => {
        for (const limit of [9_000_000 * DOLLAR, 123_456_780_000_000]) {
          const ruleId = `big${limit}`;
          await admitted(`${ruleId}a`, budgetOf({ ruleId, limit, amount: limit - 3 }));
          await settleOnly(ledger, `${ruleId}a`, { cost_nano_usd: limit - 2 });
          expect(await admitted(`${ruleId}b`, budgetOf({ ruleId, limit, amount: 3 }))).toBe(false);
          expect(await admitted(`${ruleId}c`, budgetOf({ ruleId, limit, amount: 1 }))).toBe(true);
          await settleOnly(ledger, `${ruleId}c`, { cost_nano_usd: 1 });
          expect(await used(ruleId)).toEqual([limit - 1]);
          const targets = [{ ruleId, subject: "", delta: 2 - limit }];
          await ledger.adjust({ id: ruleId, workspaceId: "ws", requestId: null, targets, reason: "credit" });
          expect(await used(ruleId)).toEqual([1]);
        }
      });

      it("of a month are free again with the next one, with nothing run in between", async () => {
        clock.set(Date.parse("2026-03-31T21:59:59.999Z"));
        const planned = laidOut(MONTH, clock.nowMs(), { limit: DOLLAR / 10 });
        expect(await admitted("march", planned)).toBe(true);
        expect(await admitted("march-2", planned)).toBe(false);
        clock.advance(1);
        expect(await admitted("april", planned)).toBe(true);
        await settleOnly(ledger, "march", { cost_nano_usd: DOLLAR });
        expect(await standing(ledger, "budget")).toEqual({ used: 0, held: DOLLAR / 10 });
        const [balance] = await ledger.balances([{ ruleId: "budget" }]);
        expect(balance?.periodStartMs).toBe(Date.parse("2026-04-01T00:00:00+02:00"));
        expect(balance?.periodEndMs).toBe(Date.parse("2026-05-01T00:00:00+02:00"));
      });

      it("start at zero in the current period once they are aligned, whatever was held before", async () => {
        const anchored = { kind: "anchored", duration: { count: 1, unit: "M" }, zone: "UTC" } as const;
        const before = laidOut({ ...anchored, anchorMs: Date.parse("2026-02-10T00:00:00Z") }, START_MS);
        await admitted("settled", before);
        await settleOnly(ledger, "settled", { cost_nano_usd: DOLLAR / 2 });
        await admitted("open", before);
        const after = laidOut({ kind: "calendar", duration: { count: 1, unit: "M" }, zone: "UTC" }, START_MS);
        const result = await ledger.admit(openingOf("first"), [after], ONLY, LEASE_MS);
        expect(result.outcome === "admitted" && result.verdicts[0]).toMatchObject({
          used: 0,
          held: DOLLAR / 10,
          resetsAtMs: Date.parse("2026-04-01T00:00:00Z"),
        });
        await settleOnly(ledger, "open", { cost_nano_usd: DOLLAR });
        expect(await standing(ledger, "budget")).toEqual({ used: 0, held: DOLLAR / 10 });
        const [balance] = await ledger.balances([{ ruleId: "budget" }]);
        expect(balance?.periodStartMs).toBe(Date.parse("2026-03-01T00:00:00Z"));
      });

      it("that are soft never refuse and tell 50, 80 and 100 % once each, even when passed in one leap", async () => {
        const soft = budgetOf({ hard: false, limit: 100, amount: 0, thresholds: [50, 80, 100] });
        const told = [];
        for (const [n, cost] of [200, 200, 1].entries()) {
          expect(await admitted(`r${n}`, soft)).toBe(true);
          const result = await settleOnly(ledger, `r${n}`, { cost_nano_usd: cost });
          told.push(result.outcome === "settled" ? result.crossed.map(({ threshold }) => threshold) : []);
        }
        expect(told).toEqual([[50, 80, 100], [], []]);
      });
    });

    describe("limits", () => {
      it("name the lowest priority number of all that refuse, common or the candidate's", async () => {
        const full = (ruleId: string, priority: number) => checkOf({ ruleId, limit: 0, priority });
        const tenant = full("tenant", 5);
        const result = await ledger.admit(
          openingOf("r1"),
          [tenant, full("global", 9)],
          [candidateOf("a", full("a", 6)), candidateOf("b", full("b", 2))],
          LEASE_MS,
        );
        expect(result).toMatchObject({ outcome: "refused", by: { ruleId: "b", priority: 2 }, passedOver: [] });
        const tied = await ledger.admit(openingOf("r2"), [tenant], [candidateOf("a", full("a", 5))], LEASE_MS);
        expect(tied).toMatchObject({ by: { ruleId: "tenant" } });
      });

      it("pass part of the second ten across a window's edge when they slide, and all when they do not", async () => {
        const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
        const burst = async (strategy: Check["strategy"], from: string) => {
          let passed = 0;
          for (let n = 0; n < 10; n += 1) {
            const nowMs = clock.nowMs();
            const check = checkOf({ ruleId: strategy, strategy, limit: 10, windowMs: 600_000, nowMs });
            if (await admitted(`${strategy}-${from}-${n}`, check)) passed += 1;
          }
          return passed;
        };
        const passed = [];
        for (const time of ["12:09", "12:11"]) {
          clock.set(at(time));
          passed.push(await burst("FIXED_WINDOW", time), await burst("SLIDING_WINDOW", time));
        }
        // At 12:11 nine tenths of the first ten still weigh on the sliding window.
        expect(passed).toEqual([10, 10, 10, 1]);
      });

      it("weigh a past window by what of it is still seen, rounded up, at every quarter of the next", async () => {
        const windowMs = 1_000;
        const sliding = () =>
          checkOf({
            strategy: "SLIDING_WINDOW",
            metric: "output_tokens",
            limit: 1_000,
            amount: 0,
            windowMs,
            nowMs: clock.nowMs(),
          });
        await ledger.admit(openingOf("past"), [{ ...sliding(), amount: 101 }], ONLY, LEASE_MS);
        const seen = [];
        for (const ms of [1_000, 250, 250, 250, 249, 1]) {
          clock.advance(ms);
          const result = await ledger.admit(openingOf(`at${clock.nowMs()}`), [sliding()], ONLY, LEASE_MS);
          seen.push(result.outcome === "admitted" ? result.verdicts[0]?.used : null);
        }
        expect(seen).toEqual([101, 76, 51, 26, 1, 0]);
      });

      it("let a leaky bucket's queue out one by one, each on its turn, and refuse who finds it full", async () => {
        const bucket = { capacity: 3, refillPerSecond: 10, maxWaitMs: 1_000 };
        const leaky = checkOf({ strategy: "LEAKY_BUCKET", limit: 3, bucket });
        const five = await Promise.all(
          [0, 1, 2, 3, 4].map((n) => ledger.admit(openingOf(`r${n}`), [leaky], ONLY, LEASE_MS)),
        );
        expect(five.map((one) => (one.outcome === "admitted" ? one.waitMs : one.outcome))).toEqual([
          0,
          100,
          200,
          300,
          "refused",
        ]);
        expect(five[4]).toMatchObject({ by: { resetsAtMs: START_MS + 100 } });
        clock.advance(99);
        expect((await ledger.admit(openingOf("early"), [leaky], ONLY, LEASE_MS)).outcome).toBe("refused");
        clock.advance(1);
        expect(await ledger.admit(openingOf("next"), [leaky], ONLY, LEASE_MS)).toMatchObject({ waitMs: 300 });
      });

      it("turn a caller away whose turn would come later than it may wait", async () => {
        const bucket = { capacity: 9, refillPerSecond: 10, maxWaitMs: 100 };
        const leaky = checkOf({ strategy: "LEAKY_BUCKET", limit: 9, bucket });
        expect([await admitted("a", leaky), await admitted("b", leaky), await admitted("c", leaky)]).toEqual([
          true,
          true,
          false,
        ]);
        clock.advance(1);
        expect(await admitted("d", leaky)).toBe(false);
        clock.advance(99);
        expect(await admitted("e", leaky)).toBe(true);
      });

      it("promise no room in a bucket for what it can never hold", async () => {
        const bucket = { capacity: 3, refillPerSecond: 6, maxWaitMs: 0 };
        const large = checkOf({ strategy: "TOKEN_BUCKET", metric: "output_tokens", limit: 3, amount: 4, bucket });
        expect(await ledger.admit(openingOf("r1"), [large], ONLY, LEASE_MS)).toMatchObject({
          by: { resetsAtMs: null },
        });
      });

      it("go on counting in their window when the machine's clock is set back", async () => {
        const minute = checkOf({ limit: 1, windowMs: 60_000 });
        clock.advance(59_000);
        expect(await admitted("r1", minute)).toBe(true);
        clock.advance(-61_000);
        expect(await admitted("r2", minute)).toBe(false);
        expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 1 });
      });
    });

    describe("retries and late truth", () => {
      const money = (amount: number, windowMs = 60_000) =>
        budgetOf({ ruleId: "money", limit: 1_000, amount, windowMs, nowMs: clock.nowMs() });

      it("get no room in this minute from what the minute before held", async () => {
        await ledger.admit(openingOf("retried"), [], [candidateOf("a", money(100))], LEASE_MS);
        clock.advance(60_000);
        await admitted("other", money(950));
        const again = await ledger.replace("retried", candidateOf("b", money(100)));
        expect(again).toMatchObject({ outcome: "refused", by: { ruleId: "money", held: 950 } });
        expect(await ledger.replace("retried", candidateOf("b", money(50)))).toMatchObject({ outcome: "held" });
        expect(await held("money")).toEqual([1_000]);
      });

      it("get back what the failed attempt held in the same minute, but for what it consumed", async () => {
        await ledger.admit(openingOf("retried"), [], [candidateOf("a", money(600))], LEASE_MS);
        await ledger.renew("retried", { cost_nano_usd: 150 });
        expect(await ledger.replace("retried", candidateOf("b", money(851)))).toMatchObject({ outcome: "refused" });
        expect(await ledger.replace("retried", candidateOf("b", money(850)))).toMatchObject({ outcome: "held" });
        expect(await held("money")).toEqual([1_000]);
      });

      it("count what a failed attempt consumed beside what the next one asks of the same rule", async () => {
        await ledger.admit(openingOf("retried"), [money(100)], [candidateOf("a")], LEASE_MS);
        await ledger.renew("retried", { cost_nano_usd: 100 });
        expect(await ledger.replace("retried", candidateOf("b", money(801)))).toMatchObject({ outcome: "refused" });
        expect(await ledger.replace("retried", candidateOf("b", money(800)))).toMatchObject({ outcome: "held" });
        expect(await held("money")).toEqual([1_000]);
      });

      it("show a hold of a minute that is over in its own minute", async () => {
        await admitted("r1", money(100));
        clock.advance(60_000);
        const own = { used: 0, held: 150, resetsAtMs: START_MS + 60_000 };
        expect(await ledger.extend("r1", { cost_nano_usd: 50 })).toMatchObject({ verdicts: [own] });
        await admitted("r2", money(1));
        expect(await ledger.extend("r1", {})).toMatchObject({ verdicts: [own] });
      });

      it("weigh on a bucket that had run dry and was forgotten meanwhile", async () => {
        const bucket = { capacity: 100, refillPerSecond: 10, maxWaitMs: 0 };
        const tokens = checkOf({ strategy: "TOKEN_BUCKET", metric: "output_tokens", limit: 100, amount: 20, bucket });
        await admitted("r1", tokens);
        clock.advance(LEASE_MS);
        expect(await ledger.reap()).toBe(1);
        clock.advance(DAY_MS / 24);
        await ledger.reap();
        expect(await ledger.balances([{ ruleId: "rule" }])).toEqual([]);
        expect(await settleOnly(ledger, "r1", { output_tokens: 110 })).toMatchObject({ outcome: "late" });
        expect(await used("rule")).toEqual([90]);
        expect(await admitted("r2", tokens)).toBe(false);
      });
    });
  });
}
