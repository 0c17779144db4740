import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger, Reopening } from "@/lib/ledger/port";
import {
  budgetOf,
  checkOf,
  isAdmitted,
  LEASE_MS,
  type LedgerUnderTest,
  type ManualClock,
  openingOf,
  START_MS,
  settleOnly,
  standing,
} from "./ledger-fixtures";

/** Requests that were admitted elsewhere and are put back: what every ledger must do with them. */
export function describeLedgerRestore(name: string, make: () => Promise<LedgerUnderTest>): void {
  describe(`${name} ledger, given back what was admitted before`, () => {
    let ledger: Ledger;
    let clock: ManualClock;
    let subject: LedgerUnderTest;
    beforeEach(async () => {
      subject = await make();
      ({ ledger, clock } = subject);
    });
    afterEach(() => subject.close());

    const reopening = (id: string, over: Partial<Reopening> = {}): Reopening => ({
      opening: openingOf(id),
      createdAtMs: START_MS,
      candidateId: "only",
      common: [budgetOf({ amount: 300_000_000 })],
      own: [],
      ...over,
    });

    it("holds and charges it whatever the limits say, and its record has the time of its admission", async () => {
      clock.advance(5_000);
      const full = budgetOf({ limit: 1, amount: 300_000_000 });
      expect(await ledger.restore([reopening("r1", { common: [full] }), reopening("r2")], LEASE_MS)).toBe(2);
      expect(await standing(ledger, "budget")).toEqual({ used: 0, held: 600_000_000 });
      expect(await isAdmitted(ledger, "r3", budgetOf({ limit: 699_999_999, amount: 100_000_000 }))).toBe(false);
      expect(await settleOnly(ledger, "r1", { cost_nano_usd: 250_000_000 })).toMatchObject({ outcome: "settled" });
      expect(await standing(ledger, "budget")).toEqual({ used: 250_000_000, held: 300_000_000 });
      expect((await ledger.drain(10)).records).toMatchObject([
        { request_id: "r1", outcome: "completed", created_at: new Date(START_MS).toISOString() },
      ]);
    });

    it("leaves alone what is open, closed lately, or given back a second time", async () => {
      const check = budgetOf({ amount: 300_000_000 });
      expect(await isAdmitted(ledger, "open", check)).toBe(true);
      expect(await isAdmitted(ledger, "closed", check)).toBe(true);
      await settleOnly(ledger, "closed", { cost_nano_usd: 100_000_000 });
      const given = ["open", "closed", "new"].map((id) => reopening(id, { common: [check] }));
      expect(await ledger.restore(given, LEASE_MS)).toBe(1);
      expect(await ledger.restore(given, LEASE_MS)).toBe(0);
      expect(await standing(ledger, "budget")).toEqual({ used: 100_000_000, held: 600_000_000 });
      await settleOnly(ledger, "new", { cost_nano_usd: 1 });
      const records = (await ledger.drain(10)).records.map((record) => record.request_id);
      expect(records).toEqual(["closed", "new"]);
    });

    it("takes a parallel slot, and gives the lease anew from now on", async () => {
      clock.advance(LEASE_MS * 3);
      const slots = checkOf({ ruleId: "slots", metric: "concurrency", limit: 1 });
      await ledger.restore([reopening("r1", { common: [], own: [slots] })], LEASE_MS);
      expect(await isAdmitted(ledger, "r2", slots)).toBe(false);
      clock.advance(LEASE_MS - 1);
      expect(await ledger.reap()).toBe(0);
      clock.advance(1);
      expect(await ledger.reap()).toBe(1);
      expect(await isAdmitted(ledger, "r3", slots)).toBe(true);
    });

    it("charges the period of the admission, which may be over, and none of the running one", async () => {
      const windowMs = 60_000;
      const now = () => checkOf({ ruleId: "minute", windowMs, nowMs: clock.nowMs() });
      const before = checkOf({ ruleId: "minute", windowMs, nowMs: START_MS });
      clock.set(START_MS + 3 * windowMs);
      expect(await isAdmitted(ledger, "r1", now())).toBe(true);
      await ledger.restore([reopening("late", { common: [before] })], LEASE_MS);
      await settleOnly(ledger, "late", { requests: 1 });
      expect(await standing(ledger, "minute")).toEqual({ used: 0, held: 1 });
    });
  });
}
