import type { Check, Period } from "@/lib/ledger/rules";
import { isBucket } from "./check";
import { drained } from "./standing";
import { type Cell, type Counter, type Entry, findCounter, type LedgerState } from "./state";

/** The counter of a check with its cell rolled on to `period`; both are made where missing. */
export function openCounter(state: LedgerState, check: Check, period: Period, known?: Counter | null): Counter {
  const counter = known ?? findOrMake(state, check, period);
  state.beforeChange?.(counter);
  roll(counter, period);
  if (isBucket(check) && check.bucket) counter.refillPerSecond = check.bucket.refillPerSecond;
  return counter;
}

function findOrMake(state: LedgerState, check: Check, period: Period): Counter {
  let bySubject = state.counters.get(check.ruleId);
  if (!bySubject) {
    bySubject = new Map();
    state.counters.set(check.ruleId, bySubject);
  }
  let counter = bySubject.get(check.subject);
  if (!counter) {
    counter = {
      ruleId: check.ruleId,
      subject: check.subject,
      metric: check.metric,
      cell: emptyCell(period),
      previous: null,
      debtMilli: 0,
      debtAtMs: 0,
      refillPerSecond: 0,
      openEntries: 0,
      epoch: state.epoch,
    };
    bySubject.set(check.subject, counter);
  }
  return counter;
}

/** The cell of a period that may be over: of those before the last one nothing is counted any more. */
export function cellOf({ cell, previous }: Counter, period: Period): Cell {
  if (period.endMs > cell.startMs) return cell;
  return previous?.startMs === period.startMs ? previous : emptyCell(period);
}

/** Adds to (or, negative, takes from) what an entry holds. */
export function addHeld(state: LedgerState, entry: Entry, delta: number, atMs: number): void {
  if (delta === 0) return;
  state.beforeChange?.(entry.counter);
  entry.held += delta;
  entry.cell.held += delta;
  addDebt(entry.counter, entry.check, delta, atMs);
}

/** Ends a hold: what it held goes, what was consumed stays in the period of admission. */
export function chargeEntry(state: LedgerState, entry: Entry, amount: number, atMs: number): void {
  state.beforeChange?.(entry.counter);
  entry.cell.held -= entry.held;
  addDebt(entry.counter, entry.check, amount - entry.held, atMs);
  entry.held = 0;
  addCharge(entry, amount);
}

/** Changes a charge that was made before. A bucket that was drained and forgotten since owes the difference anew. */
export function rechargeEntry(state: LedgerState, entry: Entry, delta: number, atMs: number): void {
  const { check, cell } = entry;
  const { subject } = entry.counter;
  const live = isBucket(check) ? findCounter(state, check.ruleId, subject) : entry.counter;
  const counter = live ?? openCounter(state, { ...check, subject }, cell);
  state.beforeChange?.(counter);
  addDebt(counter, check, delta, atMs);
  addCharge(entry, delta);
}

function addCharge(entry: Entry, delta: number): void {
  if (entry.check.metric === "concurrency") return;
  entry.charged += delta;
  entry.cell.used = saturated(entry.cell.used + delta);
}

function addDebt(counter: Counter, check: Check, delta: number, atMs: number): void {
  if (!isBucket(check)) return;
  counter.debtMilli = Math.max(0, drained(counter, atMs) + delta * 1000);
  // What is put back was admitted before: no time drains twice.
  counter.debtAtMs = Math.max(counter.debtAtMs, atMs);
}

/** Soft and shadow rules may pass any amount; beyond 2^53-1 a counter stays there instead of losing digits. */
export function saturated(amount: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, amount);
}

function roll(counter: Counter, period: Period): void {
  const { cell } = counter;
  if (cell.startMs === period.startMs) {
    cell.endMs = period.endMs;
    return;
  }
  if (period.endMs <= cell.startMs) return;
  counter.previous = cell.endMs === period.startMs ? cell : null;
  counter.cell = emptyCell(period);
}

function emptyCell({ startMs, endMs }: Period): Cell {
  return { startMs, endMs, used: 0, held: 0, crossed: 0 };
}
