import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "@/lib/ledger/port";
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
  settleOnly,
  standing,
} from "./ledger-fixtures";

/** Slots, extensions, retries, leases, buckets and versions: what every ledger must do with open holds. */
export function describeLedgerHolds(name: string, make: () => Promise<LedgerUnderTest>): void {
  describe(`${name} ledger's open holds`, () => {
    let ledger: Ledger;
    let clock: ManualClock;
    let subject: LedgerUnderTest;
    beforeEach(async () => {
      subject = await make();
      ({ ledger, clock } = subject);
    });
    afterEach(() => subject.close());
    const admitted = (id: string, ...checks: Parameters<typeof isAdmitted>[2][]) => isAdmitted(ledger, id, ...checks);

    it("never opens more than five parallel calls and gives slots back after success, failure, abort and death", async () => {
      const slots = checkOf({ metric: "concurrency", limit: 5 });
      const all = await Promise.all(Array.from({ length: 50 }, (_, i) => admitted(`r${i}`, slots)));
      expect(all.filter(Boolean)).toHaveLength(5);
      await settleOnly(ledger, "r0", {});
      await ledger.settle("r1", [], { outcome: "failed", fields: {} });
      await ledger.cancel("r2", { outcome: "cancelled", fields: {} });
      expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 2 });
      clock.advance(LEASE_MS);
      expect(await ledger.reap()).toBe(2);
      expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 0 });
    });

    it("extends all holds of the running attempt or none", async () => {
      const wide = budgetOf({ ruleId: "wide", limit: 1_000, amount: 100 });
      const narrow = budgetOf({ ruleId: "narrow", limit: 150, amount: 100 });
      await admitted("r1", wide, narrow);
      expect(await ledger.extend("r1", { cost_nano_usd: 50 })).toMatchObject({ outcome: "held" });
      expect(await ledger.extend("r1", { cost_nano_usd: 1 })).toMatchObject({
        outcome: "refused",
        by: { ruleId: "narrow" },
      });
      expect([await standing(ledger, "wide"), await standing(ledger, "narrow")]).toEqual([
        { used: 0, held: 150 },
        { used: 0, held: 150 },
      ]);
    });

    it("does not stop a running call whose tokens alone fill a rate limit", async () => {
      await admitted("r1", checkOf({ metric: "output_tokens", limit: 100, amount: 90 }));
      expect(await ledger.extend("r1", { output_tokens: 50 })).toMatchObject({ outcome: "held" });
      expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 100 });
      await settleOnly(ledger, "r1", { output_tokens: 140 });
      expect(await standing(ledger, "rule")).toEqual({ used: 140, held: 0 });
    });

    it("swaps candidates atomically and keeps what the failed attempt cost", async () => {
      const common = [checkOf({ ruleId: "calls" }), budgetOf({ ruleId: "money" })];
      const a = candidateOf(
        "a",
        budgetOf({ ruleId: "a-money" }),
        checkOf({ ruleId: "a-slots", metric: "concurrency" }),
        checkOf({ ruleId: "a-calls" }),
      );
      const b = candidateOf("b", budgetOf({ ruleId: "b-money" }), checkOf({ ruleId: "b-calls" }));
      await ledger.admit(openingOf("r1"), common, [a], LEASE_MS);
      const full = candidateOf("full", checkOf({ ruleId: "full", limit: 0 }));
      expect(await ledger.replace("r1", full)).toMatchObject({ outcome: "refused", by: { ruleId: "full" } });
      expect(await standing(ledger, "a-money")).toEqual({ used: 0, held: 100_000_000 });
      expect(await ledger.replace("r1", b)).toMatchObject({ outcome: "held" });
      expect(await standing(ledger, "a-slots")).toEqual({ used: 0, held: 0 });
      const actuals = [
        { candidateId: "a", amounts: { cost_nano_usd: 7 } },
        { candidateId: "b", amounts: { cost_nano_usd: 30 } },
      ];
      await ledger.settle("r1", actuals, COMPLETED);
      const used = await Promise.all(
        ["calls", "money", "a-money", "a-calls", "b-money", "b-calls"].map((id) => standing(ledger, id)),
      );
      expect(used).toEqual([1, 37, 7, 1, 30, 1].map((n) => ({ used: n, held: 0 })));
    });

    it("charges a candidate that was tried twice for both attempts, once", async () => {
      const a = candidateOf("a", budgetOf({ ruleId: "a", amount: 100 }), checkOf({ ruleId: "a-calls" }));
      await ledger.admit(openingOf("r1"), [], [a], LEASE_MS);
      await ledger.replace("r1", candidateOf("b"));
      await ledger.replace("r1", a);
      const actuals = [5, 6].map((cost) => ({ candidateId: "a", amounts: { cost_nano_usd: cost } }));
      await ledger.settle("r1", actuals, COMPLETED);
      expect([await standing(ledger, "a"), await standing(ledger, "a-calls")]).toEqual([
        { used: 11, held: 0 },
        { used: 2, held: 0 },
      ]);
    });

    it("keeps metered cost of a failed attempt reserved beside the next attempt", async () => {
      const a = candidateOf("a", budgetOf({ ruleId: "a", amount: 100 }));
      await ledger.admit(openingOf("r1"), [budgetOf({ amount: 100, limit: 220 })], [a], LEASE_MS);
      await ledger.renew("r1", { cost_nano_usd: 20 });
      await ledger.replace("r1", candidateOf("b"));
      expect([await standing(ledger, "budget"), await standing(ledger, "a")]).toEqual([
        { used: 0, held: 120 },
        { used: 0, held: 20 },
      ]);
    });

    it("settles an expired hold at the last metered value, else at the reserve, and later truth as an adjustment", async () => {
      await admitted("told", budgetOf({ ruleId: "told" }));
      await admitted("silent", budgetOf({ ruleId: "silent" }));
      clock.advance(10_000);
      await ledger.renew("told", { cost_nano_usd: 40 });
      clock.advance(LEASE_MS - 10_000);
      expect(await ledger.reap()).toBe(1);
      clock.advance(10_000);
      expect(await ledger.reap()).toBe(1);
      expect([await standing(ledger, "told"), await standing(ledger, "silent")]).toEqual([
        { used: 40, held: 0 },
        { used: 100_000_000, held: 0 },
      ]);
      expect((await ledger.drain(10)).records).toMatchObject([
        { request_id: "silent", outcome: "interrupted" },
        { request_id: "told", outcome: "interrupted" },
      ]);
      expect(await settleOnly(ledger, "told", { cost_nano_usd: 55 })).toMatchObject({ outcome: "late" });
      expect(await settleOnly(ledger, "told", { cost_nano_usd: 55 })).toMatchObject({ outcome: "late" });
      expect(await standing(ledger, "told")).toEqual({ used: 55, held: 0 });
      const { records, adjustments } = await ledger.drain(10);
      expect(records).toHaveLength(2);
      expect(adjustments).toMatchObject([
        {
          request_id: "told",
          reason: "late_settle",
          targets: [{ rule_id: "told", metric: "cost_nano_usd", delta: 15 }],
          fields: { status_code: 200 },
        },
      ]);
    });

    it("shows open holds with their lease and amounts", async () => {
      await admitted("r1", budgetOf());
      await ledger.admit(openingOf("r2", { workspaceId: "other" }), [checkOf()], ONLY, LEASE_MS);
      const [hold, ...none] = await ledger.openHolds({ workspaceId: "ws" });
      expect(none).toEqual([]);
      expect(hold).toMatchObject({
        requestId: "r1",
        candidateId: "only",
        leaseEndsAtMs: clock.nowMs() + LEASE_MS,
        amounts: [{ ruleId: "budget", amount: 100_000_000 }],
      });
      expect(await ledger.openHolds({ ruleId: "rule" })).toMatchObject([{ requestId: "r2" }]);
      expect(await ledger.openHolds({ limit: 1 })).toHaveLength(1);
    });

    it("applies an adjustment once", async () => {
      await admitted("r1", budgetOf());
      await settleOnly(ledger, "r1", { cost_nano_usd: 10 });
      const credit = {
        id: "c1",
        workspaceId: "ws",
        requestId: null,
        targets: [{ ruleId: "budget", subject: "", delta: -4 }],
        reason: "credit" as const,
      };
      expect([await ledger.adjust(credit), await ledger.adjust(credit)]).toEqual([true, false]);
      expect(await standing(ledger, "budget")).toEqual({ used: 6, held: 0 });
      expect((await ledger.drain(10)).adjustments).toMatchObject([
        { id: "c1", reason: "credit", targets: [{ delta: -4 }] },
      ]);
    });

    it("refuses plans older than its versions and never goes back", async () => {
      await ledger.bump({ "ws/workspace": 5 });
      await ledger.bump({ "ws/workspace": 3 });
      const old = openingOf("r1", { versions: { "ws/workspace": 4 } });
      expect(await ledger.admit(old, [checkOf()], ONLY, LEASE_MS)).toEqual({
        outcome: "stale",
        versions: { "ws/workspace": 5 },
      });
      expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 0 });
      expect([await ledger.fresh({ "ws/workspace": 4 }), await ledger.fresh({ "ws/workspace": 5 })]).toEqual([
        false,
        true,
      ]);
    });

    it("lets a token bucket of three at six a second pass three, and three more after 500 ms", async () => {
      const bucket = (subject: string) =>
        checkOf({
          strategy: "TOKEN_BUCKET",
          limit: 3,
          subject,
          bucket: { capacity: 3, refillPerSecond: 6, maxWaitMs: 0 },
        });
      const burst = async (tag: string, user = "u") => {
        const results = [];
        for (let i = 0; i < 4; i += 1)
          results.push(await ledger.admit(openingOf(`${tag}${i}`), [bucket(user)], ONLY, LEASE_MS));
        return results;
      };
      const first = await burst("a");
      expect(first.map((r) => r.outcome)).toEqual(["admitted", "admitted", "admitted", "refused"]);
      expect(first[3]?.outcome === "refused" && first[3].by.resetsAtMs).toBe(clock.nowMs() + 167);
      expect((await burst("b", "other"))[0]?.outcome).toBe("admitted");
      for (const ms of [166, 167, 167]) clock.advance(ms);
      expect((await burst("c")).map((r) => r.outcome)).toEqual(["admitted", "admitted", "admitted", "refused"]);
    });

    it("queues four of five calls in a leaky bucket of one per 100 ms, without a slot until they start", async () => {
      const leaky = checkOf({
        ruleId: "leaky",
        strategy: "LEAKY_BUCKET",
        limit: 3,
        bucket: { capacity: 3, refillPerSecond: 10, maxWaitMs: 1_000 },
      });
      const slot = checkOf({ ruleId: "slot", metric: "concurrency", limit: 1 });
      const results = [];
      for (let i = 0; i < 5; i += 1)
        results.push(await ledger.admit(openingOf(`r${i}`), [leaky, slot], ONLY, LEASE_MS));
      expect(results.map((r) => (r.outcome === "admitted" ? r.waitMs : r.outcome))).toEqual([
        0,
        100,
        200,
        300,
        "refused",
      ]);
      expect(await standing(ledger, "slot")).toEqual({ used: 0, held: 1 });
      clock.advance(100);
      expect(await ledger.start("r1")).toMatchObject({ outcome: "refused", by: { ruleId: "slot" } });
      await settleOnly(ledger, "r0", {});
      expect(await ledger.start("r1")).toEqual({ outcome: "started" });
      expect(await standing(ledger, "slot")).toEqual({ used: 0, held: 1 });
      expect(await ledger.start("r2")).toMatchObject({ outcome: "refused" });
    });

    it("remembers a slot's counter while a waiting call has not taken it", async () => {
      const leaky = (subject: string) =>
        checkOf({
          ruleId: "l",
          subject,
          strategy: "LEAKY_BUCKET",
          bucket: { capacity: 3, refillPerSecond: 10, maxWaitMs: 1_000 },
        });
      const slot = checkOf({ ruleId: "slot", metric: "concurrency", limit: 1 });
      await admitted("r0", leaky("a"));
      await admitted("r1", leaky("a"), slot);
      await ledger.reap();
      expect(await ledger.start("r1")).toEqual({ outcome: "started" });
      expect(await admitted("r2", slot)).toBe(false);
    });

    it("tells what a settlement crossed in a period that is long over", async () => {
      const minute = () =>
        budgetOf({ limit: 100, amount: 10, thresholds: [50], windowMs: 60_000, nowMs: clock.nowMs() });
      await admitted("r0", minute());
      const { periodStartMs } = (await ledger.balances([{ ruleId: "budget" }]))[0] ?? {};
      for (const id of ["r1", "r2", "r3"]) {
        clock.advance(60_000);
        await admitted(id, minute());
      }
      expect(await settleOnly(ledger, "r0", { cost_nano_usd: 70 })).toMatchObject({
        outcome: "settled",
        crossed: [{ threshold: 50, used: 70, periodStartMs }],
      });
      expect(await standing(ledger, "budget")).toEqual({ used: 0, held: 10 });
    });

    it("compares versions again when a wait ends", async () => {
      const leaky = checkOf({
        strategy: "LEAKY_BUCKET",
        bucket: { capacity: 3, refillPerSecond: 10, maxWaitMs: 1_000 },
      });
      await admitted("r0", leaky);
      await ledger.admit(openingOf("r1", { versions: { "ws/workspace": 1 } }), [leaky], ONLY, LEASE_MS);
      await ledger.bump({ "ws/workspace": 2 });
      expect(await ledger.start("r1")).toEqual({ outcome: "stale" });
    });

    it("lets a sliding window refuse what a fixed window lets pass across its edge", async () => {
      const passes = async (strategy: "FIXED_WINDOW" | "SLIDING_WINDOW") => {
        clock.set(Date.parse(strategy === "FIXED_WINDOW" ? "2026-03-02T12:09:00Z" : "2026-03-02T13:09:00Z"));
        const check = () => checkOf({ ruleId: strategy, strategy, limit: 10, windowMs: 600_000, nowMs: clock.nowMs() });
        let passed = 0;
        for (let i = 0; i < 20; i += 1) {
          if (i === 10) clock.advance(120_000);
          if (await admitted(`${strategy}${i}`, check())) passed += 1;
        }
        return passed;
      };
      expect([await passes("FIXED_WINDOW"), await passes("SLIDING_WINDOW")]).toEqual([20, 11]);
    });
  });
}
