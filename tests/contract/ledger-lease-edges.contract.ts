import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Amounts, Ledger } from "@/lib/ledger/port";
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
  standing,
} from "./ledger-fixtures";

/** What a lease that ran out costs, to the last unit, and who ends it. */
export function describeLedgerLeaseEdges(name: string, make: () => Promise<LedgerUnderTest>): void {
  describe(`${name} ledger, a lease that ran out`, () => {
    let ledger: Ledger;
    let clock: ManualClock;
    let subject: LedgerUnderTest;
    beforeEach(async () => {
      subject = await make();
      ({ ledger, clock } = subject);
    });
    afterEach(() => subject.close());
    const admitted = (id: string, ...checks: Check[]) => isAdmitted(ledger, id, ...checks);

    it.each<[string, Amounts[], number]>([
      ["what it told once", [{ cost_nano_usd: 40 }], 40],
      ["what it told last and the step before it once more", [{ cost_nano_usd: 40 }, { cost_nano_usd: 50 }], 60],
      ["no step back", [{ cost_nano_usd: 50 }, { cost_nano_usd: 40 }], 40],
      ["no step beyond what was reserved", [{ cost_nano_usd: 90 }, { cost_nano_usd: 99 }], 100],
      ["all it told, were it more than was reserved", [{ cost_nano_usd: 110 }, { cost_nano_usd: 120 }], 120],
      ["what was reserved, where it told of tokens alone", [{ output_tokens: 5 }], 100],
    ])("costs %s", async (_, told, charge) => {
      await admitted("r1", budgetOf({ amount: 100 }));
      for (const amounts of told) await ledger.renew("r1", amounts);
      clock.advance(LEASE_MS);
      expect(await ledger.reap()).toBe(1);
      expect(await standing(ledger, "budget")).toEqual({ used: charge, held: 0 });
    });

    it("costs its failed attempt as well as the running one", async () => {
      const own = budgetOf({ ruleId: "own", amount: 100 });
      await ledger.admit(openingOf("r1"), [budgetOf({ amount: 100 })], [candidateOf("a", own)], LEASE_MS);
      await ledger.renew("r1", { cost_nano_usd: 20 });
      await ledger.replace("r1", candidateOf("b", own));
      await ledger.renew("r1", { cost_nano_usd: 30 });
      await ledger.renew("r1", { cost_nano_usd: 35 });
      clock.advance(LEASE_MS);
      await ledger.reap();
      expect([await standing(ledger, "budget"), await standing(ledger, "own")]).toEqual([
        { used: 60, held: 0 },
        { used: 60, held: 0 },
      ]);
    });

    it("is over at its last millisecond and not before", async () => {
      await admitted("r1", budgetOf());
      clock.advance(LEASE_MS - 1);
      expect(await ledger.reap()).toBe(0);
      clock.advance(1);
      expect(await ledger.reap()).toBe(1);
    });

    it("leases that ran out end in the order in which they did, and by id at one instant", async () => {
      const half = budgetOf({ hard: false, limit: 300, amount: 100, thresholds: [33, 66, 100] });
      for (const id of ["last", "b", "a"]) await admitted(id, half);
      clock.advance(1);
      await ledger.renew("last", {});
      clock.advance(LEASE_MS);
      expect(await ledger.reap()).toBe(3);
      const { records } = await ledger.drain(10);
      const crossed = records.map((record) => [record.request_id, record["crossed_thresholds"]]);
      expect(crossed).toMatchObject([
        ["a", [{ threshold: 33, used: 100 }]],
        ["b", [{ threshold: 66, used: 200 }]],
        ["last", [{ threshold: 100, used: 300 }]],
      ]);
    });

    it("an interrupted call's row says the money that the counter was charged, and of tokens what is known", async () => {
      const opening = openingOf("r1", { reserve: { input_tokens: 7 } });
      await ledger.admit(opening, [checkOf(), budgetOf({ amount: 100 })], ONLY, LEASE_MS);
      await ledger.renew("r1", { cost_nano_usd: 40 });
      await ledger.renew("r1", { cost_nano_usd: 50 });
      clock.advance(LEASE_MS);
      await ledger.reap();
      const [record] = (await ledger.drain(10)).records;
      expect(record).toMatchObject({ cost_cents: "0.0000060", tokens_input: 7, usage_estimated: true });
      expect([record?.["tokens_output"], record?.["tokens_total"]]).toEqual([undefined, undefined]);
    });

    it("is ended once, and counted once, where two look for such leases at the same time", async () => {
      await admitted("r1", budgetOf({ amount: 100 }));
      await ledger.reap();
      clock.advance(LEASE_MS);
      const counts = await Promise.all([ledger.reap(), ledger.reap()]);
      expect(counts.sort()).toEqual([0, 1]);
      expect(await standing(ledger, "budget")).toEqual({ used: 100, held: 0 });
    });

    it("is ended or prolonged, never both, where its holder speaks up meanwhile", async () => {
      await admitted("r1", budgetOf({ amount: 100 }));
      await ledger.renew("r1", {});
      await ledger.reap();
      clock.advance(LEASE_MS);
      const [ended, isProlonged] = await Promise.all([ledger.reap(), ledger.renew("r1", {})]);
      expect(ended).toBe(isProlonged ? 0 : 1);
      expect(await standing(ledger, "budget")).toEqual(isProlonged ? { used: 0, held: 100 } : { used: 100, held: 0 });
    });
  });
}
