import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { LedgerUnavailable } from "@/lib/ledger/port";
import {
  isRedisMissing,
  type SharedStores,
  type SharedUnderTest,
  startSharedStores,
} from "@/tests/helpers/ledger-makers";
import { budgetOf, checkOf, isAdmitted, LEASE_MS, ONLY, openingOf, settleOnly, standing } from "./ledger-fixtures";

/** What only a store of several processes can do, lose or be asked. */
describe.skipIf(isRedisMissing)("a shared store", () => {
  let stores: SharedStores;
  const opened: SharedUnderTest[] = [];
  beforeAll(async () => {
    stores = await startSharedStores();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  afterAll(() => stores.stop());

  for (const name of ["redis", "upstash"] as const) {
    const make = async (...over: Parameters<SharedStores["redis"]>) => {
      const one = await stores[name](...over);
      opened.push(one);
      return one;
    };
    const redis = (line: string) => stores.server().command(line);

    describe(name, () => {
      it("answers lost to admissions alone while its epoch is missing", async () => {
        const { ledger } = await make();
        expect(await isAdmitted(ledger, "before", checkOf())).toBe(true);
        await redis(`DEL ${ledger.keys.epoch}`);
        expect(await ledger.admit(openingOf("r1"), [checkOf()], ONLY, LEASE_MS)).toEqual({ outcome: "lost" });
        expect(await settleOnly(ledger, "before", { requests: 1 })).toMatchObject({ outcome: "settled" });
        expect(await standing(ledger, "rule")).toEqual({ used: 1, held: 0 });
      });

      it("opens nothing for a caller who has stopped waiting", async () => {
        const { ledger, clock } = await make();
        const opening = openingOf("r1", { notAfterMs: clock.nowMs() - 1 });
        await expect(ledger.admit(opening, [checkOf()], ONLY, LEASE_MS)).rejects.toThrow(LedgerUnavailable);
        expect([await standing(ledger, "rule"), await ledger.openHolds({})]).toEqual([{ used: 0, held: 0 }, []]);
      });

      it("hands each record to one of several that drain at once", async () => {
        const first = await make({ consumer: "a" });
        const second = await make({ consumer: "b", prefix: first.prefix });
        for (let i = 0; i < 40; i += 1) await first.ledger.record(`r${i}`, { outcome: "refused", fields: {} });
        const turns = [first, second, first, second].map(({ ledger }) => ledger.drain(10));
        const batches = await Promise.all(turns);
        const ids = batches.flatMap(({ records }) => records.map((r) => r.request_id));
        // A consumer that has not acknowledged yet is told the same again, never the other's.
        expect(new Set(ids.slice(0, 10))).not.toEqual(new Set(ids.slice(10, 20)));
        const byOwner = [batches[0], batches[1]].map((b) => b?.ids ?? []);
        expect(byOwner[0]?.filter((id) => byOwner[1]?.includes(id))).toEqual([]);
        expect(batches[2]?.ids).toEqual(byOwner[0]);
        await first.ledger.acknowledge([...(byOwner[0] ?? []), "no such id"]);
        const later = await first.ledger.drain(100);
        expect(later.records).toHaveLength(20);
        expect(later.ids.filter((id) => byOwner[1]?.includes(id))).toEqual([]);
      });

      it("hands what a dead process was given to another, and an acknowledged record to nobody", async () => {
        const dead = await make({ consumer: "dead" });
        await dead.ledger.record("r1", { outcome: "refused", fields: {} });
        await dead.ledger.record("r2", { outcome: "refused", fields: {} });
        const { ids } = await dead.ledger.drain(10);
        await dead.ledger.acknowledge(ids.slice(0, 1));
        const patient = await make({ consumer: "patient", prefix: dead.prefix, claimAfterMs: 600_000 });
        expect((await patient.ledger.drain(10)).ids).toEqual([]);
        const heir = await make({ consumer: "heir", prefix: dead.prefix, claimAfterMs: 0 });
        expect((await heir.ledger.drain(10)).records).toMatchObject([{ request_id: "r2" }]);
        await heir.ledger.acknowledge(ids);
        expect((await dead.ledger.drain(10)).ids).toEqual([]);
        expect(await redis(`XLEN ${dead.ledger.keys.stream}`)).toBe(":0\r\n");
      });

      it("never lets an open request or its counter run out, and lets both go once they are over", async () => {
        const { ledger, clock, prefix } = await make();
        const minute = checkOf({ ruleId: "minute", windowMs: 60_000 });
        const slot = checkOf({ ruleId: "slot", metric: "concurrency" });
        await ledger.admit(openingOf("r1"), [minute, slot], ONLY, 100_000_000);
        expect(await redis(`TTL ${prefix}:r:r1`)).toBe(":-1\r\n");
        clock.advance(3_600_000);
        await ledger.reap();
        expect(await redis(`HLEN ${prefix}:cells`)).toBe(":2\r\n");
        expect(await standing(ledger, "slot")).toEqual({ used: 0, held: 1 });
        expect(await settleOnly(ledger, "r1", { requests: 1 })).toMatchObject({ outcome: "settled" });
        expect(Number((await redis(`TTL ${prefix}:r:r1`)).slice(1))).toBeGreaterThan(60);
        clock.advance(3_600_000);
        await ledger.reap();
        expect(await redis(`HLEN ${prefix}:cells`)).toBe(":0\r\n");
        expect(await redis(`ZCARD ${prefix}:index`)).toBe(":0\r\n");
        expect(await redis(`ZCARD ${prefix}:expiry`)).toBe(":0\r\n");
      });

      it("keeps every digit near 2^53 on the way in, in sums, and on the way out", async () => {
        const { ledger } = await make();
        const most = Number.MAX_SAFE_INTEGER;
        const budget = (amount: number) => budgetOf({ limit: most, amount });
        expect(await isAdmitted(ledger, "r1", budget(most - 2))).toBe(true);
        expect(await standing(ledger, "budget")).toEqual({ used: 0, held: most - 2 });
        await settleOnly(ledger, "r1", { cost_nano_usd: most - 4 });
        const answer = await ledger.admit(openingOf("r2"), [budget(3)], ONLY, LEASE_MS);
        expect(answer).toMatchObject({ outcome: "admitted", verdicts: [{ used: most - 4, held: 3, remaining: 1 }] });
        expect(await isAdmitted(ledger, "r3", budget(2))).toBe(false);
        expect((await ledger.openHolds({}))[0]?.amounts).toMatchObject([{ amount: 3 }]);
      });

      it("weighs a huge window before to the last unit", async () => {
        const { ledger, clock } = await make();
        const [used, windowMs] = [8_999_999_999_999_997, 3_600_000];
        const sliding = (amount: number) =>
          budgetOf({ strategy: "SLIDING_WINDOW", limit: used, amount, windowMs, nowMs: clock.nowMs() });
        await isAdmitted(ledger, "r1", sliding(used));
        await settleOnly(ledger, "r1", { cost_nano_usd: used });
        clock.advance(windowMs);
        let differed = 0;
        for (let step = 1; step < 40; step += 1) {
          clock.advance(11_113);
          const leftMs = windowMs - step * 11_113;
          const exact = (BigInt(used) * BigInt(leftMs) + BigInt(windowMs) - 1n) / BigInt(windowMs);
          if (BigInt(Math.ceil((used * leftMs) / windowMs)) !== exact) differed += 1;
          const answer = await ledger.admit(openingOf(`s${step}`), [sliding(used)], ONLY, LEASE_MS);
          expect(answer.outcome === "refused" && answer.by.used).toBe(Number(exact));
        }
        expect(differed).toBeGreaterThan(0);
      });

      it("deletes its own keys and no others", async () => {
        const mine = await make();
        const other = await make();
        for (const { ledger } of [mine, other]) await isAdmitted(ledger, "r1", checkOf());
        await mine.ledger.wipe();
        expect(await redis(`EXISTS ${mine.prefix}:cells ${mine.prefix}:r:r1 ${mine.ledger.keys.epoch}`)).toBe(":0\r\n");
        expect(await standing(other.ledger, "rule")).toEqual({ used: 0, held: 1 });
      });

      it("sends a script again that the store has forgotten", async () => {
        const { ledger } = await make();
        expect(await isAdmitted(ledger, "r1", checkOf())).toBe(true);
        await redis("SCRIPT FLUSH");
        expect(await isAdmitted(ledger, "r2", checkOf())).toBe(true);
        expect(await standing(ledger, "rule")).toEqual({ used: 0, held: 2 });
      });
    });
  }
});
