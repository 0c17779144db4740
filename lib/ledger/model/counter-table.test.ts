import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newCell, startOf } from "./cells";
import { currentOf, isLive } from "./counter-rows";
import {
  countersOf,
  createCounterTable,
  findCounter,
  forgetCounter,
  makeCounter,
  nameByEntry,
  putCells,
  readCounter,
  subjectTextOf,
  unnameByEntry,
} from "./counter-table";
import { hashOf } from "./row-index";
import { NO_ROW } from "./rows";

const actions = ["make", "make", "forget", "roll", "roll", "name", "unname"] as const;
const step = fc.record({ action: fc.constantFrom(...actions), rule: fc.nat(2), subject: fc.nat(3), pick: fc.nat(9) });

describe("the table of counters", () => {
  it("finds each counter by rule and subject, lists them in their order, and gives back every row in the end", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const table = createCounterTable(1);
        const known = new Map<string, number>();
        const named: { counter: number; cell: number; subject: string; startMs: number }[] = [];
        let startMs = 0;
        const unname = (at: number) => {
          for (const { counter, cell } of named.splice(at, 1)) unnameByEntry(table, counter, cell);
        };
        for (const { action, rule, subject, pick } of steps) {
          const [ruleId, name] = [`rule-${rule}`, `subject-${subject}`];
          const counter = known.get(`${ruleId}/${name}`);
          const period = { startMs, endMs: startMs + 10 };
          if (action === "unname") unname(pick);
          else if (counter === undefined) {
            if (action === "make")
              known.set(`${ruleId}/${name}`, makeCounter(table, ruleId, name, "requests", period, 0));
          } else if (action === "forget") {
            known.delete(`${ruleId}/${name}`);
            const isLast = ![...known.keys()].some((key) => key.startsWith(`${ruleId}/`));
            expect(forgetCounter(table, counter)).toBe(isLast ? ruleId : null);
          } else if (action === "roll") {
            startMs += 10;
            const previous = pick % 2 === 0 ? currentOf(table.rows, counter) : NO_ROW;
            putCells(table, counter, newCell(table.rows, { startMs, endMs: startMs + 10 }), previous);
          } else if (action === "name") {
            const cell = currentOf(table.rows, counter);
            nameByEntry(table, counter, cell);
            named.push({ counter, cell, subject: name, startMs: readCounter(table, counter).cell.startMs });
          }
          for (const id of ["rule-0", "rule-1", "rule-2"]) {
            const ids = [...countersOf(table, id)].map((row) => `${id}/${subjectTextOf(table, row)}`);
            expect(ids).toEqual([...known.keys()].filter((key) => key.startsWith(`${id}/`)));
            for (let n = 0; n < 4; n += 1)
              expect(findCounter(table, id, `subject-${n}`)).toBe(known.get(`${id}/subject-${n}`) ?? NO_ROW);
          }
          for (const one of named) {
            expect(subjectTextOf(table, one.counter)).toBe(one.subject);
            expect(startOf(table.rows, one.cell)).toBe(one.startMs);
          }
        }
        while (named.length > 0) unname(0);
        for (const counter of known.values()) forgetCounter(table, counter);
        expect(inUse(table.rows)).toBe(0);
        expect(table.rules.size).toBe(0);
        expect(table.ruleAt.every((rule) => rule === null)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

it("tells counters apart whose names have the same hash", () => {
  const table = createCounterTable(1);
  const seed = hashOf(1, "rule");
  const seen = new Map<number, string>();
  for (let n = 0; ; n += 1) {
    const subject = `s${n}`;
    const other = seen.get(hashOf(seed, subject));
    seen.set(hashOf(seed, subject), subject);
    if (other === undefined) continue;
    const make = (name: string) => makeCounter(table, "rule", name, "requests", { startMs: 0, endMs: 1 }, 0);
    const counters = [make(subject), make(other)];
    expect([findCounter(table, "rule", subject), findCounter(table, "rule", other)]).toEqual(counters);
    return;
  }
});

it("tells a counter that can be found from one that lasts for its entries alone, whatever its neighbours", () => {
  const table = createCounterTable(1);
  const make = (subject: string) => makeCounter(table, "rule", subject, "requests", { startMs: 0, endMs: 1 }, 0);
  const counters = ["a", "b", "c", "d", "e"].map(make);
  expect(counters.filter((counter) => !isLive(table.rows, counter))).toEqual([]);
  const [first = NO_ROW, second = NO_ROW, ...others] = counters;
  nameByEntry(table, first, currentOf(table.rows, first));
  forgetCounter(table, first);
  forgetCounter(table, second);
  expect([first, second, ...others].map((counter) => isLive(table.rows, counter))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});

it("keeps a cell that is counted in no more until the last entry that names it is gone", () => {
  const table = createCounterTable(1);
  const counter = makeCounter(table, "rule", "", "requests", { startMs: 0, endMs: 1 }, 0);
  const roll = (startMs: number, previous = NO_ROW) =>
    putCells(table, counter, newCell(table.rows, { startMs, endMs: startMs + 1 }), previous);
  const cell = currentOf(table.rows, counter);
  for (let n = 0; n < 2; n += 1) nameByEntry(table, counter, cell);
  roll(1, cell);
  expect(readCounter(table, counter)).toMatchObject({ cell: { startMs: 1 }, previous: { startMs: 0 } });
  roll(2);
  expect(readCounter(table, counter)).toMatchObject({ cell: { startMs: 2 }, previous: null });
  unnameByEntry(table, counter, cell);
  roll(3);
  expect(startOf(table.rows, cell)).toBe(0);
  unnameByEntry(table, counter, cell);
  roll(4);
  expect(startOf(table.rows, cell)).toBe(4);
});

function inUse({ length, free }: { length: number; free: readonly number[] }): number {
  expect(new Set(free).size).toBe(free.length);
  return length - free.length;
}
