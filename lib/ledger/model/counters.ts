import type { Check, Metric, Period } from "@/lib/ledger/rules";
import { addHeldIn, addUsedIn, type CellRow, endOf, loneCell, newCell, periodOf, setEnd, startOf } from "./cells";
import { isBucket } from "./check";
import {
  type CounterRow,
  currentOf,
  debtAtOf,
  metricOf,
  openEntriesOf,
  previousOf,
  setBucket,
  setRefill,
} from "./counter-rows";
import { type CounterTable, findCounter, makeCounter, putCells, subjectTextOf } from "./counter-table";
import { NO_ROW } from "./rows";
import { drained } from "./standing";
import { type Entry, FOREVER_MS, type LedgerState } from "./state";

/** The counter of a check with its cell rolled on to `period`; both are made where missing. */
export function openCounter(state: LedgerState, check: Check, period: Period, known = NO_ROW): CounterRow {
  const { counters } = state;
  const counter = known === NO_ROW ? findOrMake(state, check, period) : known;
  state.beforeChange?.(counter);
  roll(counters, counter, period);
  if (isBucket(check) && check.bucket) setRefill(counters.rows, counter, check.bucket.refillPerSecond);
  return counter;
}

function findOrMake({ counters, epoch }: LedgerState, check: Check, period: Period): CounterRow {
  const { ruleId, subject, metric } = check;
  const known = findCounter(counters, ruleId, subject);
  return known === NO_ROW ? makeCounter(counters, ruleId, subject, metric, period, epoch) : known;
}

/** The cell of a period that may be over: of those before the last one nothing is counted any more. */
export function cellOf({ rows }: CounterTable, counter: CounterRow, period: Period): CellRow {
  const cell = currentOf(rows, counter);
  if (period.endMs > startOf(rows, cell)) return cell;
  const previous = previousOf(rows, counter);
  return previous !== NO_ROW && startOf(rows, previous) === period.startMs
    ? previous
    : loneCell(rows, { ...period, used: 0, held: 0, crossed: 0 });
}

/** Adds to (or, negative, takes from) what an entry holds. */
export function addHeld(state: LedgerState, entry: Entry, delta: number, atMs: number): void {
  if (delta === 0) return;
  state.beforeChange?.(entry.counter);
  entry.held += delta;
  addHeldIn(state.counters.rows, entry.cell, delta);
  addDebt(state.counters, entry.counter, entry.check, delta, atMs);
}

/** Ends a hold: what it held goes, what was consumed stays in the period of admission. */
export function chargeEntry(state: LedgerState, entry: Entry, amount: number, atMs: number): void {
  state.beforeChange?.(entry.counter);
  addHeldIn(state.counters.rows, entry.cell, -entry.held);
  addDebt(state.counters, entry.counter, entry.check, amount - entry.held, atMs);
  entry.held = 0;
  addCharge(state.counters, entry, amount);
}

/** Changes a charge that was made before. A bucket that was drained and forgotten since owes the difference anew. */
export function rechargeEntry(state: LedgerState, entry: Entry, delta: number, atMs: number): void {
  const { counters } = state;
  const counter = isBucket(entry.check) ? liveCounterOf(state, entry) : entry.counter;
  state.beforeChange?.(counter);
  addDebt(counters, counter, entry.check, delta, atMs);
  addCharge(counters, entry, delta);
}

function liveCounterOf(state: LedgerState, { check, counter, cell }: Entry): CounterRow {
  const { counters } = state;
  const subject = subjectTextOf(counters, counter);
  const live = findCounter(counters, check.ruleId, subject);
  return live === NO_ROW ? openCounter(state, { ...check, subject }, periodOf(counters.rows, cell)) : live;
}

/** Adds to what is counted in the running period; answers what the counter counts, or null where there is none. */
export function adjustCounter(state: LedgerState, counter: CounterRow, delta: number, atMs: number): Metric | null {
  if (counter === NO_ROW) return null;
  const { rows } = state.counters;
  state.beforeChange?.(counter);
  const cell = currentOf(rows, counter);
  if (atMs < endOf(rows, cell)) addUsedIn(rows, cell, delta);
  return metricOf(rows, counter);
}

function addCharge({ rows }: CounterTable, entry: Entry, delta: number): void {
  if (entry.check.metric === "concurrency") return;
  entry.charged += delta;
  addUsedIn(rows, entry.cell, delta);
}

function addDebt({ rows }: CounterTable, counter: CounterRow, check: Check, delta: number, atMs: number): void {
  if (!isBucket(check)) return;
  const debtMilli = Math.max(0, drained(rows, counter, atMs) + delta * 1000);
  // What is put back was admitted before: no time drains twice.
  setBucket(rows, counter, debtMilli, Math.max(debtAtOf(rows, counter), atMs));
}

/** Whether the counter is no different from a fresh one: its period is over, its bucket drained, its slots free. */
export function isSpent({ rows }: CounterTable, counter: CounterRow, nowMs: number): boolean {
  if (openEntriesOf(rows, counter) > 0) return false;
  const cell = currentOf(rows, counter);
  const [startMs, endMs] = [startOf(rows, cell), endOf(rows, cell)];
  if (endMs === FOREVER_MS) return drained(rows, counter, nowMs) === 0;
  // One period longer, since a sliding window weighs the period before.
  return nowMs >= endMs + (endMs - startMs);
}

function roll(counters: CounterTable, counter: CounterRow, period: Period): void {
  const { rows } = counters;
  const cell = currentOf(rows, counter);
  const startMs = startOf(rows, cell);
  if (startMs === period.startMs) {
    setEnd(rows, cell, period.endMs);
    return;
  }
  if (period.endMs <= startMs) return;
  putCells(counters, counter, newCell(rows, period), endOf(rows, cell) === period.startMs ? cell : NO_ROW);
}
