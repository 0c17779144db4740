import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOf } from "@/tests/contract/ledger-fixtures";
import { createHasher } from "./row-index";
import {
  createSettledTable,
  forgetSettled,
  putSettled,
  readSettled,
  rewriteSettled,
  type SettledTable,
  setSettledEpoch,
} from "./settled";
import type { ClosedRequest, Entry, OpenRequest, Standing } from "./state";

const amount = fc.maxSafeNat();
const CHECKS = [checkOf({ ruleId: "a" }), checkOf({ ruleId: "b" })];

const standing: fc.Arbitrary<Standing> = fc.record({
  used: amount,
  held: amount,
  resetsAtMs: fc.option(amount),
  allowed: fc.boolean(),
});

const entry: fc.Arbitrary<Entry> = fc.record({
  check: fc.constantFrom(...CHECKS),
  counter: fc.nat(),
  cell: fc.nat(),
  candidateId: fc.option(fc.constantFrom("c0", "c1")),
  round: fc.nat(3),
  reserve: amount,
  held: fc.constant(0),
  charged: amount,
  isPast: fc.boolean(),
});

const passedOver = fc.array(fc.record({ candidateId: fc.string(), verdicts: fc.constant([]) }), { maxLength: 1 });

/** The first entries are those of the first answer; entries of later rounds follow. */
const settled: fc.Arbitrary<ClosedRequest> = fc
  .record({
    entries: fc.array(entry, { maxLength: 6 }),
    standings: fc.array(standing, { minLength: 6, maxLength: 6 }),
    told: fc.option(fc.record({ candidateId: fc.constantFrom("c0", "c2"), passedOver })),
    facts: fc.record({
      workspaceId: fc.constantFrom("w0", "w1"),
      candidateId: fc.constantFrom("c0", "c1"),
      createdAtMs: amount,
      leaseMs: amount,
      waitMs: amount,
      isWaiting: fc.boolean(),
      round: fc.nat(3),
      epoch: fc.nat(),
    }),
    closedAtMs: amount,
    lateSettlements: fc.nat(),
  })
  .map(({ entries, standings, told, facts, closedAtMs, lateSettlements }) => {
    const ordered = entries.toSorted((a, b) => a.round - b.round);
    const first = standings.slice(0, ordered.filter(({ round }) => round === 0).length);
    const request: OpenRequest = {
      ...facts,
      id: "",
      entries: ordered,
      leaseEndsAtMs: closedAtMs,
      versions: {},
      fields: {},
      reserve: {},
      metered: null,
      meteredBefore: null,
      admission: told && { ...told, standings: first },
    };
    return { request, closedAtMs, lateSettlements };
  });

function filled(all: readonly ClosedRequest[]): SettledTable {
  const table = createSettledTable(createHasher(7));
  for (const [n, closed] of all.entries()) {
    Object.assign(closed.request, { id: `r${n}` });
    putSettled(table, closed, (check) => check);
  }
  return table;
}

describe("requests settled lately", () => {
  it("are read as they were written", () => {
    fc.assert(
      fc.property(fc.array(settled, { maxLength: 5 }), (all) => {
        const table = filled(all);
        for (const closed of all) expect(readSettled(table, closed.request.id)).toEqual(closed);
        expect(readSettled(table, "unknown")).toBeUndefined();
      }),
    );
  });

  it("keep what a late settlement changed, and the snapshot that they were written to", () => {
    fc.assert(
      fc.property(settled, fc.array(amount, { minLength: 6, maxLength: 6 }), fc.nat(), (closed, charges, late) => {
        const table = filled([closed]);
        closed.request.entries.forEach((one, index) => {
          one.charged = charges[index] ?? 0;
        });
        closed.lateSettlements = late;
        rewriteSettled(table, closed);
        setSettledEpoch(table, "r0", 77);
        closed.request.epoch = 77;
        expect(readSettled(table, "r0")).toEqual(closed);
        setSettledEpoch(table, "unknown", 78);
        rewriteSettled(table, { ...closed, request: { ...closed.request, id: "unknown" } });
        expect(readSettled(table, "r0")).toEqual(closed);
      }),
    );
  });

  it("leave nothing behind once they are forgotten, and nothing of the others goes with them", () => {
    fc.assert(
      fc.property(fc.array(settled, { minLength: 1, maxLength: 5 }), fc.nat(4), (all, pick) => {
        const table = filled(all);
        const forget = (gone: readonly ClosedRequest[], kept: number) => {
          const told: [number, number][] = [];
          forgetSettled(table, kept, (counter, cell) => told.push([counter, cell]));
          const entries = gone.flatMap(({ request }) => request.entries);
          expect(told).toEqual(entries.map(({ counter, cell }) => [counter, cell]));
          for (const { request } of gone) expect(readSettled(table, request.id)).toBeUndefined();
        };
        const oldest = all.splice(0, pick);
        forget(oldest, all.length);
        for (const closed of all) expect(readSettled(table, closed.request.id)).toEqual(closed);
        forget(all, 0);
        const { requests, entries, facts, names } = table;
        expect([requests, entries].map(({ length, free }) => length - free.length)).toEqual([0, 0]);
        expect([facts.numbers.size, names.numbers.size, table.passedOver.size]).toEqual([0, 0, 0]);
      }),
    );
  });

  it("share the facts of their rules and the names that they have in common", () => {
    const [closed] = fc.sample(settled, 1);
    const entries = fc.sample(entry, 2).map((one) => ({ ...one, check: CHECKS[0] ?? one.check, candidateId: "c0" }));
    if (!closed) throw new Error("no sample");
    const request = { ...closed.request, entries, workspaceId: "c0", candidateId: "c0", admission: null };
    const { facts, names } = filled([
      { ...closed, request },
      { ...closed, request },
    ]);
    expect([facts.values, facts.uses]).toEqual([[CHECKS[0]], [4]]);
    expect([names.values, names.uses]).toEqual([["c0"], [8]]);
  });
});
