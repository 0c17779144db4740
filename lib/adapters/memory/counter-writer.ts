import { crossedOf, endOf, heldOf, startOf, usedOf } from "@/lib/ledger/model/cells";
import {
  type CounterRow,
  currentOf,
  debtMilliOf,
  metricOf,
  previousOf,
  refillOf,
  subjectOf,
} from "@/lib/ledger/model/counter-rows";
import { type Counter, type CounterTable, readCounter, ruleIdOf } from "@/lib/ledger/model/counter-table";
import { NO_ROW } from "@/lib/ledger/model/rows";
import { FOREVER_MS } from "@/lib/ledger/model/state";
import type { Metric } from "@/lib/ledger/rules";
import { createJsonRun } from "./json-run";
import type { CounterItem } from "./snapshot-items";

const RUN_BYTES = 1 << 14;

/** Where a snapshot's items go. */
export type ItemSink<T> = {
  add(item: T): void;
  /** An item that is JSON already; the bytes are used again. */
  addJson(bytes: Uint8Array): void;
};

/** Writes counters in runs, naming rules and periods by number; `flush` ends the present run. */
export function createCounterWriter(table: CounterTable, { add, addJson }: ItemSink<CounterItem>) {
  const { rows } = table;
  const bookOf = createBooks(add);
  const periodOf = createPeriods(add);
  const run = createJsonRun('"counters"');

  const flush = (): void => {
    if (run.hasValues()) addJson(run.take());
  };

  return {
    flush,
    add(counter: CounterRow): void {
      const cell = currentOf(rows, counter);
      const endMs = endOf(rows, cell);
      const book = bookOf(ruleIdOf(table, counter), metricOf(rows, counter));
      const period = periodOf(startOf(rows, cell), endMs);
      const hasBucket = endMs === FOREVER_MS && (debtMilliOf(rows, counter) !== 0 || refillOf(rows, counter) !== 0);
      if (hasBucket || previousOf(rows, counter) !== NO_ROW) {
        add(wholeOf(book, period, readCounter(table, counter), periodOf));
        return;
      }
      run.number(book);
      run.string(rows, subjectOf(rows, counter));
      run.number(period);
      run.number(usedOf(rows, cell));
      run.number(heldOf(rows, cell));
      run.number(crossedOf(rows, cell));
      if (run.length() >= RUN_BYTES) flush();
    },
  };
}

type PeriodOf = (startMs: number, endMs: number) => number;

/** A counter with the period before and its bucket. */
function wholeOf(book: number, period: number, counter: Counter, periodOf: PeriodOf): CounterItem {
  const { subject, cell, previous, debtMilli, debtAtMs, refillPerSecond } = counter;
  const before = previous === null ? -1 : periodOf(previous.startMs, previous.endMs);
  const { used, held, crossed } = previous ?? { used: 0, held: 0, crossed: 0 };
  return [
    "counter",
    book,
    subject,
    period,
    cell.used,
    cell.held,
    cell.crossed,
    before,
    used,
    held,
    crossed,
    debtMilli,
    debtAtMs,
    refillPerSecond,
  ];
}

/** Numbers what counters count by: rules and their metrics. */
function createBooks(tell: (item: CounterItem) => void): (ruleId: string, metric: Metric) => number {
  const books = new Map<string, Book>();
  let latest: Book | undefined;
  let told = 0;
  return (ruleId, metric) => {
    if (latest?.ruleId !== ruleId) latest = books.get(ruleId);
    if (latest?.metric === metric) return latest.n;
    latest = { n: told, ruleId, metric };
    told += 1;
    books.set(ruleId, latest);
    tell(["book", latest.n, ruleId, metric]);
    return latest.n;
  };
}

type Book = { n: number; ruleId: string; metric: Metric };

function createPeriods(tell: (item: CounterItem) => void): PeriodOf {
  const periods = new Map<string, number>();
  let latest = { startMs: 0, endMs: 0, n: -1 };
  return (startMs, endMs) => {
    if (latest.startMs === startMs && latest.endMs === endMs) return latest.n;
    const name = `${startMs} ${endMs}`;
    let n = periods.get(name);
    if (n === undefined) {
      n = periods.size;
      periods.set(name, n);
      tell(["period", n, startMs, endMs]);
    }
    latest = { startMs, endMs, n };
    return n;
  };
}
