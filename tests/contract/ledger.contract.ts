import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BalanceQuery, Ledger } from "@/lib/ledger/port";
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

/** Admission, settlement and records: what every ledger must do. `make` starts one with a clock at `START_MS`. */
export function describeLedger(name: string, make: () => Promise<LedgerUnderTest>): void {
  describe(`${name} ledger`, () => {
    let ledger: Ledger;
    let clock: ManualClock;
    let subject: LedgerUnderTest;
    beforeEach(async () => {
      subject = await make();
      ({ ledger, clock } = subject);
    });
    afterEach(() => subject.close());
    const admitted = (id: string, ...checks: Parameters<typeof isAdmitted>[2][]) => isAdmitted(ledger, id, ...checks);

    describe("admission", () => {
      it("lets exactly ten of 500 simultaneous calls hold $0.10 of a $1 budget", async () => {
        const passed = await Promise.all(Array.from({ length: 500 }, (_, i) => admitted(`r${i}`, budgetOf())));
        expect(passed.filter(Boolean)).toHaveLength(10);
        expect(await standing(ledger, "budget")).toEqual({ used: 0, held: 1_000_000_000 });
      });

      it("charges nothing anywhere when one of several rules refuses, and names that one", async () => {
        const key = budgetOf({ ruleId: "key" });
        const team = budgetOf({ ruleId: "team", limit: 50_000_000 });
        const result = await ledger.admit(openingOf("r1"), [key, team], ONLY, LEASE_MS);
        expect(result).toMatchObject({ outcome: "refused", by: { ruleId: "team", allowed: false, limit: 50_000_000 } });
        expect(await ledger.balances([{ ruleId: "key" }, { ruleId: "team" }])).toEqual([]);
        expect((await ledger.drain(10)).ids).toEqual([]);
      });

      it("reports the refusal of the lowest priority number", async () => {
        const checks = [
          checkOf({ ruleId: "late", limit: 0, priority: 9 }),
          checkOf({ ruleId: "early", limit: 0, priority: 1 }),
        ];
        expect(await ledger.admit(openingOf("r1"), checks, ONLY, LEASE_MS)).toMatchObject({ by: { ruleId: "early" } });
      });

      it("lets 12 of 13 calls a minute pass and shows 188 of 200 left for the month", async () => {
        const minute = checkOf({ ruleId: "minute", limit: 12, windowMs: 60_000 });
        const month = checkOf({ ruleId: "month", limit: 200 });
        const results = [];
        for (let i = 0; i < 13; i += 1)
          results.push(await ledger.admit(openingOf(`r${i}`), [minute, month], ONLY, LEASE_MS));
        expect(results.map((r) => r.outcome)).toEqual([...Array(12).fill("admitted"), "refused"]);
        const last = results[12];
        expect(last?.outcome === "refused" && last.verdicts.find((v) => v.ruleId === "month")?.remaining).toBe(188);
        expect(last?.outcome === "refused" && last.by.resetsAtMs).toBe(START_MS + 60_000);
      });

      it("takes the first candidate with room and tells why the others were passed over", async () => {
        const common = checkOf({ ruleId: "common" });
        const full = candidateOf("a", checkOf({ ruleId: "a", limit: 0 }));
        const result = await ledger.admit(
          openingOf("r1"),
          [common],
          [full, candidateOf("b", checkOf({ ruleId: "b" }))],
          LEASE_MS,
        );
        expect(result).toMatchObject({ outcome: "admitted", candidateId: "b", passedOver: [{ candidateId: "a" }] });
        expect(await standing(ledger, "a")).toEqual({ used: 0, held: 0 });
        expect(await standing(ledger, "common")).toEqual({ used: 0, held: 1 });
      });

      it("adds up checks of one request on the same counter", async () => {
        const twice = [checkOf({ limit: 1 }), checkOf({ limit: 1 })];
        expect((await ledger.admit(openingOf("r1"), twice, ONLY, LEASE_MS)).outcome).toBe("refused");
        expect(
          (
            await ledger.admit(
              openingOf("r2"),
              [checkOf({ limit: 1 })],
              [candidateOf("a", checkOf({ limit: 1 }))],
              LEASE_MS,
            )
          ).outcome,
        ).toBe("refused");
      });

      it("counts shadow rules and soft budgets without refusing", async () => {
        const shadow = checkOf({ ruleId: "shadow", limit: 0, enforcement: "shadow" });
        const soft = budgetOf({ ruleId: "soft", limit: 1, hard: false });
        const result = await ledger.admit(openingOf("r1"), [shadow, soft], ONLY, LEASE_MS);
        expect(result).toMatchObject({
          outcome: "admitted",
          verdicts: [{ shadow: true, allowed: false }, { allowed: false }],
        });
        expect(await standing(ledger, "shadow")).toEqual({ used: 0, held: 1 });
      });

      it("answers a repeated admission as the first time and holds once", async () => {
        const first = await ledger.admit(openingOf("r1"), [checkOf()], ONLY, LEASE_MS);
        expect(await ledger.admit(openingOf("r1"), [checkOf()], ONLY, LEASE_MS)).toEqual(first);
        expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 1 });
        await settleOnly(ledger, "r1", { requests: 1 });
        expect(await ledger.admit(openingOf("r1"), [checkOf()], ONLY, LEASE_MS)).toEqual(first);
        expect(await standing(ledger, "rule")).toEqual({ used: 1, held: 0 });
      });

      it("keeps a counter for each subject, and tells of one or of all", async () => {
        const alice = checkOf({ subject: "alice", limit: 1 });
        expect(await admitted("r1", alice)).toBe(true);
        expect(await admitted("r2", alice)).toBe(false);
        expect(await admitted("r3", checkOf({ subject: "bob", limit: 1 }))).toBe(true);
        const told = async (query: BalanceQuery) => (await ledger.balances([query])).map(({ subject: whose }) => whose);
        expect((await told({ ruleId: "rule" })).toSorted()).toEqual(["alice", "bob"]);
        expect(await told({ ruleId: "rule", subject: "bob" })).toEqual(["bob"]);
        expect(await told({ ruleId: "rule", subject: "carol" })).toEqual([]);
      });

      it("rejects a check that it cannot count instead of letting it pass", async () => {
        for (const broken of [
          { amount: -1 },
          { amount: 0.5 },
          { limit: Number.MAX_SAFE_INTEGER + 1 },
          { strategy: "TOKEN_BUCKET" as const },
        ]) {
          await expect(ledger.admit(openingOf("r1"), [checkOf(broken)], ONLY, LEASE_MS)).rejects.toThrow(
            "cannot be decided",
          );
        }
        await expect(ledger.admit(openingOf("r1"), [], [], LEASE_MS)).rejects.toThrow("at least one candidate");
      });

      it("keeps budgets of $9,000,000 and $123,456.78 to the last nano-dollar", async () => {
        for (const [ruleId, limit] of [
          ["nine", 9_000_000_000_000_000],
          ["odd", 123_456_780_000_000],
        ] as const) {
          expect(await admitted(`${ruleId}1`, budgetOf({ ruleId, limit, amount: limit - 1 }))).toBe(true);
          expect(await admitted(`${ruleId}2`, budgetOf({ ruleId, limit, amount: 2 }))).toBe(false);
          expect(await admitted(`${ruleId}3`, budgetOf({ ruleId, limit, amount: 1 }))).toBe(true);
        }
      });
    });

    describe("periods", () => {
      it("does not let last period's usage refuse this one, and charges a hold to the period that admitted it", async () => {
        const full = checkOf({ limit: 1, windowMs: 60_000 });
        expect(await admitted("r1", full)).toBe(true);
        clock.advance(60_000);
        expect(await admitted("r2", full)).toBe(true);
        await settleOnly(ledger, "r1", { requests: 1 });
        expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 1 });
        expect(await admitted("r3", full)).toBe(false);
      });

      it("begins the new period exactly on the boundary", async () => {
        const full = checkOf({ limit: 1, windowMs: 60_000 });
        await admitted("r1", full);
        clock.advance(59_999);
        expect(await admitted("r2", full)).toBe(false);
        clock.advance(1);
        expect(await admitted("r3", full)).toBe(true);
      });

      it("shares one window among planners whose clocks are seconds apart", async () => {
        const ahead = checkOf({ limit: 1, windowMs: 1_000, nowMs: START_MS + 2_500 });
        const behind = checkOf({ limit: 1, windowMs: 1_000, nowMs: START_MS - 2_500 });
        expect(await admitted("r1", ahead)).toBe(true);
        expect(await admitted("r2", behind)).toBe(false);
        expect(await admitted("r3", checkOf({ limit: 1, windowMs: 1_000 }))).toBe(false);
      });

      it("resets usage when a budget in use changes its alignment", async () => {
        await admitted("r1", budgetOf({ limit: 100_000_000 }));
        const aligned = budgetOf({ limit: 100_000_000, windowMs: 3_600_000 });
        expect(await admitted("r2", aligned)).toBe(true);
      });
    });

    describe("settlement", () => {
      it.each([
        ["more than reserved", 1_000_000_000],
        ["less than reserved", 1],
        ["nothing", 0],
      ])("ends at the real cost when it is %s", async (_, cost) => {
        await admitted("r1", budgetOf({ amount: 500_000_000 }));
        expect((await settleOnly(ledger, "r1", { cost_nano_usd: cost })).outcome).toBe("settled");
        expect(await standing(ledger, "budget")).toEqual({ used: cost, held: 0 });
      });

      it("keeps the reserve when usage is unknown", async () => {
        await admitted("r1", budgetOf());
        await settleOnly(ledger, "r1", {});
        await admitted("r2", budgetOf());
        await ledger.settle("r2", [], COMPLETED);
        expect(await standing(ledger, "budget")).toEqual({ used: 200_000_000, held: 0 });
      });

      it("answers 90, 50, 10 tokens against a limit of 100 with pass, refusal, pass, and ends at the true usage", async () => {
        const tokens = (amount: number) => checkOf({ metric: "total_tokens", limit: 100, amount });
        expect(await admitted("r1", tokens(90))).toBe(true);
        await settleOnly(ledger, "r1", { input_tokens: 40, output_tokens: 50 });
        expect(await admitted("r2", tokens(50))).toBe(false);
        expect(await admitted("r3", tokens(10))).toBe(true);
        await settleOnly(ledger, "r3", { total_tokens: 7 });
        expect(await standing(ledger, "rule")).toEqual({ used: 97, held: 0 });
      });

      it("writes one flat record with the ledger's time, drained until it is acknowledged", async () => {
        await admitted("r1", budgetOf());
        clock.advance(250);
        await settleOnly(ledger, "r1", { cost_nano_usd: 5 });
        const record = {
          model: "gpt-4o",
          status_code: 200,
          request_id: "r1",
          created_at: "2026-03-02T12:00:00.000Z",
          outcome: "completed",
        };
        const first = await ledger.drain(10);
        expect(first.records).toEqual([record]);
        expect(await ledger.drain(10)).toEqual(first);
        await ledger.acknowledge(first.ids);
        expect((await ledger.drain(10)).ids).toEqual([]);
      });

      it("reports each threshold of a soft budget once a period, on the answer and on the record", async () => {
        const soft = (nowMs: number) =>
          budgetOf({ hard: false, limit: 100, amount: 0, thresholds: [50, 80, 100], windowMs: 60_000, nowMs });
        const crossed: number[][] = [];
        for (const [i, cost] of [49, 1, 30, 100, 500].entries()) {
          await admitted(`r${i}`, soft(clock.nowMs()));
          const result = await settleOnly(ledger, `r${i}`, { cost_nano_usd: cost });
          crossed.push(result.outcome === "settled" ? result.crossed.map((c) => c.threshold) : []);
        }
        expect(crossed).toEqual([[], [50], [80], [100], []]);
        clock.advance(60_000);
        await admitted("next", soft(clock.nowMs()));
        expect(await settleOnly(ledger, "next", { cost_nano_usd: 60 })).toMatchObject({
          crossed: [{ threshold: 50, used: 60, limit: 100 }],
        });
        const { records } = await ledger.drain(10);
        expect(records.map((r) => "crossed_thresholds" in r)).toEqual([false, true, true, true, false, true]);
      });

      it("carries what a late settlement crosses on its adjustment", async () => {
        await admitted("r1", budgetOf({ hard: false, limit: 100, amount: 10, thresholds: [50] }));
        clock.advance(LEASE_MS);
        await ledger.reap();
        await settleOnly(ledger, "r1", { cost_nano_usd: 60 });
        const { adjustments } = await ledger.drain(10);
        expect(adjustments).toMatchObject([{ fields: { crossed_thresholds: [{ threshold: 50, used: 60 }] } }]);
      });

      it("returns everything of a call that never reached an upstream", async () => {
        await admitted("r1", budgetOf(), checkOf());
        expect(await ledger.cancel("r1", { outcome: "cancelled", fields: {} })).toBe(true);
        expect(await ledger.cancel("r1", { outcome: "cancelled", fields: {} })).toBe(false);
        expect([await standing(ledger, "budget"), await standing(ledger, "rule")]).toEqual([
          { used: 0, held: 0 },
          { used: 0, held: 0 },
        ]);
        expect((await ledger.drain(10)).records).toMatchObject([{ request_id: "r1", outcome: "cancelled" }]);
      });

      it("knows nothing of requests it never admitted", async () => {
        expect(await settleOnly(ledger, "ghost", {})).toEqual({ outcome: "unknown" });
        expect(await ledger.extend("ghost", {})).toEqual({ outcome: "unknown" });
        expect(await ledger.replace("ghost", candidateOf("a"))).toEqual({ outcome: "unknown" });
        expect(await ledger.renew("ghost", {})).toBe(false);
        expect(await ledger.start("ghost")).toEqual({ outcome: "unknown" });
      });

      it("keeps the record of a refusal with its own time, once", async () => {
        await ledger.record("r1", { outcome: "refused", fields: { decision: "refused" } });
        clock.advance(5);
        await ledger.record("r1", { outcome: "refused", fields: { decision: "refused" } });
        expect((await ledger.drain(10)).records).toEqual([
          { decision: "refused", request_id: "r1", created_at: "2026-03-02T12:00:00.000Z", outcome: "refused" },
        ]);
      });
    });
  });
}
