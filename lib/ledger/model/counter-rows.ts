import { METRICS, type Metric } from "@/lib/ledger/rules";
import type { CellRow } from "./cells";
import { integerAt, NO_ROW, numberAt, type Rows, setInteger, setNumber } from "./rows";

/** A counter by the number of its row. */
export type CounterRow = number;

/** Integers, before the three numbers of a bucket. The first tells counters that can be found from all other rows. */
const KIND = 0;
const CELL = 1;
const PREVIOUS = 2;
const RULE = 3;
const METRIC = 4;
const SUBJECT = 5;
const OPEN_ENTRIES = 6;
const EPOCH = 7;
const BEFORE = 8;
const AFTER = 9;
const DEBT_MILLI = 5;
const DEBT_AT = 6;
const REFILL = 7;

/** Cells and texts leave that place as it is. */
const [NO_COUNTER, LIVE_COUNTER] = [0, 1];

export type Identity = { rule: number; metric: Metric; subject: number; cell: CellRow; epoch: number };

/** Writes every place of a row that may have been another counter's. */
export function startCounter(rows: Rows, counter: CounterRow, { rule, metric, subject, cell, epoch }: Identity): void {
  setInteger(rows, counter, KIND, LIVE_COUNTER);
  setInteger(rows, counter, CELL, cell);
  setInteger(rows, counter, PREVIOUS, NO_ROW);
  setInteger(rows, counter, RULE, rule);
  setInteger(rows, counter, METRIC, METRICS.indexOf(metric));
  setInteger(rows, counter, SUBJECT, subject);
  setInteger(rows, counter, OPEN_ENTRIES, 0);
  setInteger(rows, counter, EPOCH, epoch);
  setBucket(rows, counter, 0, 0);
  setRefill(rows, counter, 0);
}

export const currentOf = (rows: Rows, counter: CounterRow): CellRow => integerAt(rows, counter, CELL);
/** The period directly before the current one, which sliding windows weigh; else `NO_ROW`. */
export const previousOf = (rows: Rows, counter: CounterRow): CellRow => integerAt(rows, counter, PREVIOUS);
export const ruleOf = (rows: Rows, counter: CounterRow): number => integerAt(rows, counter, RULE);
export const metricOf = (rows: Rows, counter: CounterRow): Metric =>
  METRICS[integerAt(rows, counter, METRIC)] ?? "requests";
export const subjectOf = (rows: Rows, counter: CounterRow): number => integerAt(rows, counter, SUBJECT);
/** Entries of open requests; a counter is not forgotten under them, even if they hold nothing yet. */
export const openEntriesOf = (rows: Rows, counter: CounterRow): number => integerAt(rows, counter, OPEN_ENTRIES);
/** The snapshot that this counter was written to last, or was born after. */
export const epochOf = (rows: Rows, counter: CounterRow): number => integerAt(rows, counter, EPOCH);
/** Neighbours among the counters of one rule. */
export const beforeOf = (rows: Rows, counter: CounterRow): CounterRow => integerAt(rows, counter, BEFORE);
export const afterOf = (rows: Rows, counter: CounterRow): CounterRow => integerAt(rows, counter, AFTER);
/** The debt of a bucket in thousandths of a unit: what flowed in and has not drained at `debtAtOf`. */
export const debtMilliOf = (rows: Rows, counter: CounterRow): number => numberAt(rows, counter, DEBT_MILLI);
export const debtAtOf = (rows: Rows, counter: CounterRow): number => numberAt(rows, counter, DEBT_AT);
export const refillOf = (rows: Rows, counter: CounterRow): number => numberAt(rows, counter, REFILL);

export function setCells(rows: Rows, counter: CounterRow, cell: CellRow, previous: CellRow): void {
  setInteger(rows, counter, CELL, cell);
  setInteger(rows, counter, PREVIOUS, previous);
}

export function addOpenEntries(rows: Rows, counter: CounterRow, delta: number): void {
  setInteger(rows, counter, OPEN_ENTRIES, openEntriesOf(rows, counter) + delta);
}

export function setEpoch(rows: Rows, counter: CounterRow, epoch: number): void {
  setInteger(rows, counter, EPOCH, epoch);
}

export function setBefore(rows: Rows, counter: CounterRow, before: CounterRow): void {
  setInteger(rows, counter, BEFORE, before);
}

export function setAfter(rows: Rows, counter: CounterRow, after: CounterRow): void {
  setInteger(rows, counter, AFTER, after);
}

/** Whether the row is a counter that can be found. */
export const isLive = (rows: Rows, row: number): boolean => integerAt(rows, row, KIND) === LIVE_COUNTER;

/** The counter cannot be found any more. */
export function endCounter(rows: Rows, counter: CounterRow): void {
  setInteger(rows, counter, KIND, NO_COUNTER);
}

export function setBucket(rows: Rows, counter: CounterRow, debtMilli: number, debtAtMs: number): void {
  setNumber(rows, counter, DEBT_MILLI, debtMilli);
  setNumber(rows, counter, DEBT_AT, debtAtMs);
}

export function setRefill(rows: Rows, counter: CounterRow, refillPerSecond: number): void {
  setNumber(rows, counter, REFILL, refillPerSecond);
}
