import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Admission } from "@/lib/ledger/port";
import {
  isRedisMissing,
  type SharedStores,
  type SharedUnderTest,
  startSharedStores,
} from "@/tests/helpers/ledger-makers";
import { checkOf, type isAdmitted, LEASE_MS, ONLY, openingOf, settleOnly, standing } from "./ledger-fixtures";

/** Calls of one turn of the event loop share a run of the script: what each must not notice of the others. */
describe.skipIf(isRedisMissing)("calls that share a run", () => {
  let stores: SharedStores;
  let one: SharedUnderTest;
  beforeAll(async () => {
    stores = await startSharedStores();
  });
  afterEach(() => one.close());
  afterAll(() => stores.stop());

  for (const name of ["redis", "upstash"] as const) {
    describe(name, () => {
      beforeEach(async () => {
        one = await stores[name]();
      });
      const redis = (line: string) => stores.server().command(line);
      const admit = (id: string, ...checks: Parameters<typeof isAdmitted>[2][]) =>
        one.ledger.admit(openingOf(id), checks, ONLY, LEASE_MS);
      const outcomes = (admissions: readonly Admission[]) => admissions.map(({ outcome }) => outcome);

      it("are each decided after those before, whatever became of these", async () => {
        const check = checkOf({ limit: 3 });
        await admit("r0", check);
        await one.ledger.bump({ "ws/workspace": 2 });
        const notAfterMs = one.clock.nowMs() - 1;
        const late = one.ledger.admit(openingOf("late", { notAfterMs }), [check], ONLY, LEASE_MS);
        const stale = openingOf("stale", { versions: { "ws/workspace": 1 } });
        const together = Promise.all([
          admit("r0", check),
          one.ledger.admit(stale, [check], ONLY, LEASE_MS),
          admit("r1", check),
          admit("r2", check),
          admit("r3", check),
        ]);
        await expect(late).rejects.toThrow("stopped waiting");
        expect(outcomes(await together)).toEqual(["admitted", "stale", "admitted", "admitted", "refused"]);
        expect(await standing(one.ledger, "rule")).toEqual({ used: 0, held: 3 });
      });

      it("find what those before gave back, and take what they left", async () => {
        const check = checkOf({ metric: "concurrency", limit: 1 });
        await admit("r0", check);
        const [settled, second, third] = await Promise.all([
          settleOnly(one.ledger, "r0", {}),
          admit("r1", check),
          admit("r2", check),
        ]);
        expect([settled.outcome, second.outcome, third.outcome]).toEqual(["settled", "admitted", "refused"]);
      });

      it("keep what is each one's own, though they share rules, amounts and words", async () => {
        const calls = Array.from({ length: 40 }, (_, n) => {
          const own = checkOf({ ruleId: "own", subject: `user-${n % 3}`, limit: 1_000, amount: n });
          return admit(`r${n}`, checkOf({ limit: 1_000 }), own);
        });
        const verdicts = (await Promise.all(calls)).map((a) => (a.outcome === "admitted" ? a.verdicts : []));
        expect(verdicts.map(([common]) => common?.held)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
        const heldOf = (subject: number) =>
          [...Array(40).keys()].filter((n) => n % 3 === subject).reduce((a, b) => a + b);
        for (const subject of [0, 1, 2]) {
          const last = verdicts.findLast((_, n) => n % 3 === subject)?.[1];
          expect(last).toMatchObject({ subject: `user-${subject}`, held: heldOf(subject) });
        }
        await Promise.all([...Array(40).keys()].map((n) => settleOnly(one.ledger, `r${n}`, { requests: 1 })));
        expect(await standing(one.ledger, "rule")).toEqual({ used: 40, held: 0 });
        const { records } = await one.ledger.drain(100);
        expect(new Set(records.map((record) => record.request_id)).size).toBe(40);
      });

      it("leave records that one drain hands out, however many pages they are read in", async () => {
        const ids = Array.from({ length: 250 }, (_, n) => `r${n}`);
        await Promise.all(ids.map((id) => one.ledger.record(id, { outcome: "refused", fields: {} })));
        const idsOf = async (max: number) => (await one.ledger.drain(max)).records.map((record) => record.request_id);
        expect(await idsOf(230)).toEqual(ids.slice(0, 230));
        expect(await idsOf(1_000)).toEqual(ids);
      });

      it("are not held up by one that the store stumbles over", async () => {
        await redis(`SET ${one.prefix}:r:bad x`);
        const bad = admit("bad", checkOf());
        const good = Promise.all([admit("r1", checkOf()), admit("r2", checkOf())]);
        await expect(bad).rejects.toThrow("WRONGTYPE");
        expect(outcomes(await good)).toEqual(["admitted", "admitted"]);
        expect(await standing(one.ledger, "rule")).toEqual({ used: 0, held: 2 });
      });

      it("fail together where the store cannot run them at all", async () => {
        await redis(`SET ${one.prefix}:cells x`);
        const both = await Promise.allSettled([admit("r1", checkOf()), admit("r2", checkOf())]);
        expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
      });

      it("let an open request live on where only a record's mark stood in its place", async () => {
        await one.ledger.record("r1", { outcome: "refused", fields: {} });
        expect(await redis(`PTTL ${one.prefix}:r:r1`)).not.toBe(":-1\r\n");
        expect((await admit("r1", checkOf())).outcome).toBe("admitted");
        expect(await redis(`PTTL ${one.prefix}:r:r1`)).toBe(":-1\r\n");
      });

      it("leaves no trace of a record that was deleted while it was handed out", async () => {
        await one.ledger.record("r1", { outcome: "refused", fields: {} });
        const { ids } = await one.ledger.drain(10);
        await redis(`XDEL ${one.prefix}:stream ${ids[0]}`);
        expect(await one.ledger.drain(10)).toEqual({ records: [], adjustments: [], ids: [] });
        expect(await redis(`XPENDING ${one.prefix}:stream drain`)).toMatch(/^\*4\r\n:0\r\n/);
      });
    });
  }
});
