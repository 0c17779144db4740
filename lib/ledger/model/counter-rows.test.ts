import { expect, it } from "vitest";
import {
  addOpenEntries,
  afterOf,
  beforeOf,
  type CounterRow,
  currentOf,
  debtAtOf,
  debtMilliOf,
  endCounter,
  epochOf,
  isLive,
  metricOf,
  openEntriesOf,
  previousOf,
  refillOf,
  ruleOf,
  setAfter,
  setBefore,
  setBucket,
  setCells,
  setRefill,
  startCounter,
  subjectOf,
} from "./counter-rows";
import { createRows, NO_ROW, type Rows, takeRow } from "./rows";

it("a counter's row has a place for each of its facts, and begins anew where it was another's", () => {
  const rows = createRows();
  const counter = takeRow(rows);
  const next = takeRow(rows);
  const fresh = { rule: 1, metric: "concurrency", subject: 2, cell: 3, epoch: 4 } as const;
  for (const row of [counter, next]) startCounter(rows, row, fresh);
  setCells(rows, counter, 5, 6);
  addOpenEntries(rows, counter, 7);
  setBefore(rows, counter, 9);
  setAfter(rows, counter, 10);
  setBucket(rows, counter, 11.5, 12);
  setRefill(rows, counter, 13.5);
  const changed = { cell: 5, previous: 6, openEntries: 7, before: 9, after: 10 };
  const bucket = { debtMilli: 11.5, debtAtMs: 12, refill: 13.5 };
  expect(factsOf(rows, counter)).toEqual({ ...fresh, ...changed, ...bucket });
  const empty = { previous: NO_ROW, openEntries: 0, debtMilli: 0, debtAtMs: 0, refill: 0 };
  expect(factsOf(rows, next)).toEqual({ ...fresh, ...empty, before: 0, after: 0 });
  const other = { rule: 21, metric: "total_tokens", subject: 22, cell: 23, epoch: 24 } as const;
  startCounter(rows, counter, other);
  expect(factsOf(rows, counter)).toEqual({ ...other, ...empty, before: 9, after: 10 });
  endCounter(rows, counter);
  expect([counter, next].map((row) => isLive(rows, row))).toEqual([false, true]);
  expect(ruleOf(rows, counter)).toBe(other.rule);
});

function factsOf(rows: Rows, counter: CounterRow) {
  return {
    rule: ruleOf(rows, counter),
    metric: metricOf(rows, counter),
    subject: subjectOf(rows, counter),
    cell: currentOf(rows, counter),
    previous: previousOf(rows, counter),
    epoch: epochOf(rows, counter),
    openEntries: openEntriesOf(rows, counter),
    before: beforeOf(rows, counter),
    after: afterOf(rows, counter),
    debtMilli: debtMilliOf(rows, counter),
    debtAtMs: debtAtOf(rows, counter),
    refill: refillOf(rows, counter),
  };
}
