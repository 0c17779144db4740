import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPeriods } from "@/lib/kernel/periods";
import type { Ledger } from "@/lib/ledger/port";
import type { Check } from "@/lib/ledger/rules";
import {
  budgetOf,
  COMPLETED,
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

const monthAt = (time: string, over: Partial<Check> = {}) =>
  budgetOf({
    ...createPeriods({ kind: "calendar", duration: { count: 1, unit: "M" }, zone: "UTC" })(Date.parse(time)),
    ...over,
  });

/** The last unit, the first millisecond, the smallest wait: where an off-by-one would stand. */
export function describeLedgerEdges(name: string, make: () => Promise<LedgerUnderTest>): void {
  describe(`${name} ledger, to the last unit and millisecond`, () => {
    let ledger: Ledger;
    let clock: ManualClock;
    let subject: LedgerUnderTest;
    beforeEach(async () => {
      subject = await make();
      ({ ledger, clock } = subject);
    });
    afterEach(() => subject.close());
    const admit = (id: string, common: Check[], ...candidates: Parameters<typeof candidateOf>[]) =>
      ledger.admit(
        openingOf(id),
        common,
        candidates.length > 0 ? candidates.map((one) => candidateOf(...one)) : ONLY,
        LEASE_MS,
      );
    const admitted = (id: string, ...checks: Check[]) => isAdmitted(ledger, id, ...checks);

    describe("a wait of one millisecond", () => {
      const queue = () =>
        checkOf({
          ruleId: "queue",
          strategy: "LEAKY_BUCKET",
          limit: 9,
          bucket: { capacity: 9, refillPerSecond: 1_000, maxWaitMs: 9 },
        });
      const slot = checkOf({ ruleId: "slot", metric: "concurrency", limit: 1 });

      it("is a wait: no parallel slot is needed before `start`", async () => {
        await admit("first", [queue(), slot]);
        const second = await admit("second", [queue(), slot]);
        expect(second).toMatchObject({ outcome: "admitted", waitMs: 1, verdicts: [{ ruleId: "queue" }, { held: 1 }] });
        expect(await standing(ledger, "slot")).toEqual({ used: 0, held: 1 });
        expect(await ledger.start("second")).toMatchObject({ outcome: "refused", by: { ruleId: "slot" } });
      });

      it("costs nothing where its process died before it was over", async () => {
        await admit("first", [queue(), budgetOf()]);
        await admit("second", [queue(), budgetOf(), checkOf({ ruleId: "calls" })]);
        await ledger.settle("first", [], COMPLETED);
        clock.advance(LEASE_MS + 1);
        expect(await ledger.reap()).toBe(1);
        expect([await standing(ledger, "budget"), await standing(ledger, "calls")]).toEqual([
          { used: 100_000_000, held: 0 },
          { used: 0, held: 0 },
        ]);
      });

      it("is more than a retry waits", async () => {
        await admit("first", [queue()]);
        await admit("retried", [], ["a"]);
        expect(await ledger.replace("retried", candidateOf("b", queue()))).toMatchObject({ outcome: "refused" });
        clock.advance(1);
        expect(await ledger.replace("retried", candidateOf("b", queue()))).toMatchObject({ outcome: "held" });
      });
    });

    describe("what cannot be counted", () => {
      const bucket = { capacity: 1, refillPerSecond: 1, maxWaitMs: 1 };
      it.each<[string, Partial<Check>]>([
        ["a bucket of less than nothing", { strategy: "TOKEN_BUCKET", bucket: { ...bucket, capacity: -1 } }],
        ["a bucket that fills itself", { strategy: "LEAKY_BUCKET", bucket: { ...bucket, refillPerSecond: -1 } }],
        ["a wait of less than nothing", { strategy: "LEAKY_BUCKET", bucket: { ...bucket, maxWaitMs: -1 } }],
        ["a period without length", { current: { startMs: 5, endMs: 5 } }],
        ["a period that ends before it starts", { next: { startMs: 5, endMs: 4 } }],
        ["a period that starts at no instant", { current: { startMs: 0.5, endMs: 5 } }],
        ["a period that ends at no instant", { next: { startMs: 0, endMs: 5.5 } }],
        ["a limit below nothing", { limit: -1 }],
      ])("is refused as the planner's fault: %s", async (_, broken) => {
        await expect(admit("r1", [checkOf(broken)])).rejects.toThrow("cannot be decided");
      });

      it("is not a bucket that holds, drains or lets wait nothing, nor a limit of nothing", async () => {
        for (const [n, zero] of [{ capacity: 0 }, { refillPerSecond: 0 }, { maxWaitMs: 0 }].entries()) {
          const check = checkOf({ ruleId: `z${n}`, strategy: "TOKEN_BUCKET", bucket: { ...bucket, ...zero } });
          expect(await admitted(`r${n}`, check)).toBe(n > 0);
        }
        expect(await admitted("none", checkOf({ ruleId: "none", limit: 0 }))).toBe(false);
        expect(await admitted("zero", checkOf({ ruleId: "none", limit: 0, amount: 0 }))).toBe(true);
      });

      it.each([-1, 0.5, Number.NaN, 2 ** 53])("is refused as an amount: %s", async (cost) => {
        await admitted("r1", budgetOf());
        const amounts = { cost_nano_usd: cost };
        await expect(ledger.renew("r1", amounts)).rejects.toThrow("whole numbers");
        await expect(ledger.extend("r1", amounts)).rejects.toThrow("whole numbers");
        await expect(ledger.settle("r1", [{ candidateId: "only", amounts }], COMPLETED)).rejects.toThrow(
          "whole numbers",
        );
        expect(await standing(ledger, "budget")).toEqual({ used: 0, held: 100_000_000 });
      });
    });

    describe("periods of unequal length", () => {
      const resetOf = async (id: string, check: Check) => {
        const result = await admit(id, [check]);
        return result.outcome === "admitted" ? result.verdicts[0] : null;
      };

      it("step on in the length of the last one that was sent, from its very end", async () => {
        clock.set(Date.parse("2027-03-01T00:00:00Z"));
        const verdict = await resetOf("r1", monthAt("2027-01-15T00:00:00Z"));
        expect(verdict?.resetsAtMs).toBe(Date.parse("2027-03-29T00:00:00Z"));
      });

      it("are the running one for a planner that is a whole period ahead, from its first millisecond on", async () => {
        clock.set(Date.parse("2027-02-01T00:00:00Z"));
        await admitted("r1", monthAt("2027-02-01T00:00:00Z"));
        const verdict = await resetOf("r2", monthAt("2027-03-01T00:00:00Z"));
        expect(verdict).toMatchObject({ held: 200_000_000, resetsAtMs: Date.parse("2027-03-01T00:00:00Z") });
      });
    });

    it("a request given back into the period just over leaves the running one as it is", async () => {
      const minute = (nowMs: number) => checkOf({ ruleId: "minute", windowMs: 60_000, nowMs });
      clock.set(START_MS + 60_000);
      await admitted("r1", minute(clock.nowMs()));
      const common = [minute(START_MS)];
      await ledger.restore(
        [{ opening: openingOf("late"), createdAtMs: START_MS, candidateId: "only", common, own: [] }],
        LEASE_MS,
      );
      expect(await standing(ledger, "minute")).toEqual({ used: 0, held: 1 });
      await settleOnly(ledger, "late", {});
      expect(await standing(ledger, "minute")).toEqual({ used: 0, held: 1 });
    });

    it("an adjustment on the boundary changes the period that begins, not what a sliding window sees of the last", async () => {
      const sliding = (amount: number) =>
        checkOf({
          strategy: "SLIDING_WINDOW",
          metric: "output_tokens",
          limit: 100,
          amount,
          windowMs: 60_000,
          nowMs: clock.nowMs(),
        });
      await admitted("r1", sliding(100));
      await settleOnly(ledger, "r1", { output_tokens: 100 });
      clock.advance(60_000);
      const targets = [{ ruleId: "rule", subject: "", delta: -100 }];
      await ledger.adjust({ id: "a1", workspaceId: "ws", requestId: null, targets, reason: "credit" });
      expect(await admitted("r2", sliding(1))).toBe(false);
    });

    it("a threshold of one percent is told at one percent", async () => {
      const soft = budgetOf({ hard: false, limit: 1_000, amount: 0, thresholds: [1, 50] });
      const crossed = [];
      for (const [n, cost] of [9, 1, 489, 1].entries()) {
        await admitted(`r${n}`, soft);
        const result = await settleOnly(ledger, `r${n}`, { cost_nano_usd: cost });
        crossed.push(result.outcome === "settled" ? result.crossed.map(({ threshold }) => threshold) : []);
      }
      expect(crossed).toEqual([[], [1], [], [50]]);
    });

    it.each([
      [0, 50, 1],
      [99, 99, 99],
      [625, 1.12, 7],
      [9_000_000_000_000_000, 1.001, 90_090_000_000_000],
      [9_007_199_250_000_000, 80, 7_205_759_400_000_000],
    ])("of %d, %d percent are told at %d and not one before", async (limit, threshold, reachedAt) => {
      const soft = budgetOf({ hard: false, limit, amount: 0, thresholds: [threshold] });
      const told = [];
      for (const [n, cost] of [reachedAt - 1, 1].entries()) {
        await admitted(`r${n}`, soft);
        const result = await settleOnly(ledger, `r${n}`, { cost_nano_usd: cost });
        told.push(result.outcome === "settled" ? result.crossed.map(({ used }) => used) : null);
      }
      expect(told).toEqual([[], [reachedAt]]);
    });

    it("a candidate that is passed over names its own refusals, else the slot that all lacked", async () => {
      const slot = checkOf({ ruleId: "slot", metric: "concurrency", limit: 0, priority: 1 });
      const queue = checkOf({
        ruleId: "queue",
        strategy: "LEAKY_BUCKET",
        limit: 9,
        bucket: { capacity: 9, refillPerSecond: 1, maxWaitMs: 9_000 },
      });
      await admit("first", [], ["x", queue]);
      const full = checkOf({ ruleId: "full", limit: 0, priority: 5 });
      const result = await admit("r1", [slot], ["a", full], ["b"], ["c", queue]);
      expect(result).toMatchObject({ outcome: "admitted", candidateId: "c", waitMs: 1_000 });
      const named =
        result.outcome === "admitted" ? result.passedOver.map(({ verdicts }) => verdicts.map((v) => v.ruleId)) : [];
      expect(named).toEqual([["full"], ["slot"]]);
    });

    it("a past window of thousands weighs half at its middle, and one beyond 2^53 to the last nano-dollar, rounded up", async () => {
      const sliding = (amount: number) =>
        budgetOf({
          strategy: "SLIDING_WINDOW",
          limit: 9_007_199_250_000_000,
          amount,
          windowMs: 60_000,
          nowMs: clock.nowMs(),
        });
      const seenAfter = async (id: string, amount: number, ms: number) => {
        await admitted(`${id}-past`, sliding(amount));
        clock.advance(60_000 + ms);
        const result = await admit(id, [sliding(0)]);
        return result.outcome === "admitted" ? result.verdicts[0]?.used : null;
      };
      expect(await seenAfter("small", 60_000, 30_000)).toBe(30_000);
      clock.advance(90_000);
      const length = 60_000n;
      let days = 0;
      for (const total of [1n, 9_000_000_000_000_000n - 1n, 9_000_000_000_000_000n, 8_765_432_109_876_543n]) {
        for (const ms of [1, 17, 12_345, 55_904]) {
          days += 1;
          clock.set(START_MS + days * 86_400_000);
          const exact = total * (length - BigInt(ms));
          const roundedUp = Number((exact + length - 1n) / length);
          expect(await seenAfter(`${days}`, Number(total), ms)).toBe(roundedUp);
        }
      }
    });

    it("a queue has a place again at the very millisecond, and not before", async () => {
      const bucket = { capacity: 3, refillPerSecond: 1, maxWaitMs: 9_000 };
      const queue = checkOf({ strategy: "LEAKY_BUCKET", limit: 3, bucket });
      for (const id of ["r1", "r2", "r3", "r4"]) expect(await admitted(id, queue)).toBe(true);
      clock.advance(999);
      expect(await admitted("early", queue)).toBe(false);
      clock.advance(1);
      expect(await admitted("r5", queue)).toBe(true);
    });

    it("the last thousandth of a unit is waited for, and told, as one millisecond", async () => {
      const bucket = { capacity: 1, refillPerSecond: 1, maxWaitMs: 1 };
      const queue = checkOf({ ruleId: "queue", strategy: "LEAKY_BUCKET", limit: 1, bucket });
      const tokens = checkOf({ ruleId: "tokens", strategy: "TOKEN_BUCKET", limit: 1, bucket });
      await admitted("r1", queue);
      await admitted("r2", tokens);
      clock.advance(999);
      const soon = clock.nowMs() + 1;
      expect(await admit("r3", [queue])).toMatchObject({ outcome: "admitted", waitMs: 1 });
      expect(await admit("r4", [tokens])).toMatchObject({ outcome: "refused", by: { resetsAtMs: soon } });
    });

    it("a rule that becomes a bucket begins as one that is empty", async () => {
      await admitted("r1", checkOf({ metric: "output_tokens", amount: 5 }));
      const bucket = { capacity: 10, refillPerSecond: 1, maxWaitMs: 0 };
      const result = await admit("r2", [checkOf({ strategy: "TOKEN_BUCKET", metric: "output_tokens", bucket })]);
      expect(result).toMatchObject({ outcome: "admitted", verdicts: [{ used: 0, held: 1 }] });
    });

    it("a bucket gives a retry back exactly what the failed attempt held", async () => {
      const tokens = (amount: number) =>
        checkOf({
          strategy: "TOKEN_BUCKET",
          metric: "output_tokens",
          limit: 10_000,
          amount,
          bucket: { capacity: 10_000, refillPerSecond: 1, maxWaitMs: 0 },
        });
      await admitted("other", tokens(3_000));
      await admit("retried", [], ["a", tokens(6_000)]);
      expect(await ledger.replace("retried", candidateOf("b", tokens(7_001)))).toMatchObject({ outcome: "refused" });
      expect(await ledger.replace("retried", candidateOf("b", tokens(7_000)))).toMatchObject({ outcome: "held" });
      expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 10_000 });
      await ledger.cancel("other", { outcome: "cancelled", fields: {} });
      expect(await ledger.replace("retried", candidateOf("c", tokens(10_000)))).toMatchObject({ outcome: "held" });
    });

    it("a slot is remembered for the one that still waits when another has left the queue", async () => {
      const bucket = { capacity: 9, refillPerSecond: 10, maxWaitMs: 9_000 };
      const queue = (subject: string) => checkOf({ ruleId: "queue", subject, strategy: "LEAKY_BUCKET", bucket });
      const slot = checkOf({ ruleId: "slot", metric: "concurrency", limit: 1 });
      await admit("first", [queue("")]);
      for (const id of ["leaves", "stays"]) await admit(id, [queue(""), slot]);
      await ledger.cancel("leaves", { outcome: "cancelled", fields: {} });
      await ledger.reap();
      expect(await ledger.start("stays")).toEqual({ outcome: "started" });
      expect(await admitted("other", slot)).toBe(false);
    });

    it("what is more for a sliding window is decided in the window of admission, from its very end on", async () => {
      const tokens = (amount: number) =>
        checkOf({ strategy: "SLIDING_WINDOW", metric: "output_tokens", limit: 100, amount, windowMs: 60_000 });
      await admitted("r0", tokens(60));
      await settleOnly(ledger, "r0", { output_tokens: 60 });
      await admitted("r1", tokens(30));
      clock.advance(60_000);
      expect(await ledger.extend("r1", { output_tokens: 11 })).toMatchObject({ outcome: "refused" });
      expect(await ledger.extend("r1", { output_tokens: 10 })).toMatchObject({ outcome: "held" });
    });

    it("one request holds of a bucket no more than the whole units in it", async () => {
      const bucket = { capacity: 10.5, refillPerSecond: 1, maxWaitMs: 0 };
      await admitted(
        "r1",
        checkOf({ strategy: "TOKEN_BUCKET", metric: "output_tokens", limit: 10, amount: 4, bucket }),
      );
      expect(await ledger.extend("r1", { output_tokens: 100 })).toMatchObject({ outcome: "held" });
      expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 10 });
    });

    it("the first version that is told counts, and as many records are drained as were asked for", async () => {
      await ledger.bump({ "ws/workspace": 1 });
      expect([await ledger.fresh({ "ws/workspace": 0 }), await ledger.fresh({ "ws/workspace": 1 })]).toEqual([
        false,
        true,
      ]);
      for (const id of ["r1", "r2"]) await ledger.record(id, { outcome: "refused", fields: {} });
      expect((await ledger.drain(1)).records).toMatchObject([{ request_id: "r1" }]);
    });

    it("an open hold names the period that admitted it, and none for slots and buckets", async () => {
      const bucket = { capacity: 9, refillPerSecond: 1, maxWaitMs: 0 };
      await admitted("r1", checkOf({ ruleId: "a", windowMs: 60_000 }), checkOf({ ruleId: "b", metric: "concurrency" }));
      await admitted("r2", checkOf({ ruleId: "c", strategy: "TOKEN_BUCKET", bucket }));
      const holds = await ledger.openHolds({});
      const periods = holds.flatMap(({ amounts }) =>
        amounts.map(({ ruleId, periodStartMs }) => [ruleId, periodStartMs]),
      );
      expect(periods.sort()).toEqual([
        ["a", START_MS],
        ["b", null],
        ["c", null],
      ]);
    });
  });
}
