import type { Check, Period, Verdict } from "@/lib/ledger/rules";
import { type CellRow, endOf, heldOf, periodOf, readCell, startOf, usedOf } from "./cells";
import { isBucket, pickPeriod } from "./check";
import { type CounterRow, currentOf, debtAtOf, debtMilliOf, previousOf, refillOf } from "./counter-rows";
import { findCounter } from "./counter-table";
import { NO_ROW, type Rows } from "./rows";
import type { Entry, LedgerState } from "./state";

/**
 * Where a counter (`NO_ROW`: there is none) stands for one check at one time. `used` includes a sliding window's
 * weighted past.
 */
export type Standing = { counter: CounterRow; period: Period; used: number; held: number; debtMilli: number };

/** Reads a counter without changing it. */
export function standingOf({ counters }: LedgerState, check: Check, nowMs: number): Standing {
  const { rows } = counters;
  const counter = findCounter(counters, check.ruleId, check.subject);
  if (counter === NO_ROW) return { counter, period: pickPeriod(check, nowMs), used: 0, held: 0, debtMilli: 0 };
  const cell = currentOf(rows, counter);
  const period = pickPeriod(check, nowMs, () => periodOf(rows, cell));
  const isCurrent = startOf(rows, cell) === period.startMs;
  const held = isCurrent ? heldOf(rows, cell) : 0;
  if (isBucket(check)) {
    const debtMilli = drained(rows, counter, nowMs);
    return { counter, period, used: Math.max(0, Math.ceil(debtMilli / 1000) - held), held, debtMilli };
  }
  const before = isCurrent ? previousOf(rows, counter) : cell;
  const past =
    check.strategy === "SLIDING_WINDOW" && check.metric !== "concurrency" ? weighted(rows, before, period, nowMs) : 0;
  return { counter, period, used: (isCurrent ? usedOf(rows, cell) : 0) + past, held, debtMilli: 0 };
}

/** Where the cell of admission stands, whatever period has begun since. */
export function standingAtAdmission({ counters }: LedgerState, { counter, cell }: Entry): Standing {
  const { startMs, endMs, used, held } = readCell(counters.rows, cell);
  return { counter, period: { startMs, endMs }, used, held, debtMilli: 0 };
}

/** Whether an entry's period, of a rule that has periods, is still running. */
export function isCurrentEntry({ counters }: LedgerState, { counter, cell }: Entry, nowMs: number): boolean {
  return currentOf(counters.rows, counter) === cell && nowMs < endOf(counters.rows, cell);
}

/** What is left of a bucket's debt after draining since it was last written. */
export function drained(rows: Rows, counter: CounterRow, nowMs: number): number {
  const elapsedMs = Math.max(0, nowMs - debtAtOf(rows, counter));
  return Math.max(0, debtMilliOf(rows, counter) - elapsedMs * refillOf(rows, counter));
}

/** The part of the period before that a sliding window still sees, rounded up; exact beyond 2^53. */
function weighted(rows: Rows, before: CellRow, period: Period, nowMs: number): number {
  if (before === NO_ROW || endOf(rows, before) !== period.startMs) return 0;
  const total = usedOf(rows, before) + heldOf(rows, before);
  const leftMs = Math.max(0, period.endMs - nowMs);
  const lengthMs = period.endMs - period.startMs;
  const product = total * leftMs;
  if (total <= 0) return 0;
  if (Number.isSafeInteger(product)) return Math.ceil(product / lengthMs);
  const length = BigInt(lengthMs);
  return Number((BigInt(total) * BigInt(leftMs) + length - 1n) / length);
}

export type Room = { readonly allowed: boolean; readonly waitMs: number };

const ROOM: Room = { allowed: true, waitMs: 0 };
const NO_ROOM: Room = { allowed: false, waitMs: 0 };

/** Whether `amount` fits. `pending` is what the same decision already took from the same counter. */
export function roomFor(check: Check, standing: Standing, pending: number, amount: number): Room {
  const { bucket } = check;
  if (isBucket(check) && bucket) {
    const debtMilli = standing.debtMilli + pending * 1000;
    if (check.strategy === "TOKEN_BUCKET") return debtMilli + amount * 1000 <= bucket.capacity * 1000 ? ROOM : NO_ROOM;
    const waitMs = debtMilli === 0 ? 0 : Math.ceil(debtMilli / bucket.refillPerSecond);
    return { allowed: debtMilli <= bucket.capacity * 1000 && waitMs <= bucket.maxWaitMs, waitMs };
  }
  return standing.used + standing.held + pending + amount <= check.limit ? ROOM : NO_ROOM;
}

/** What a caller may read of one decided check. `taken` is what this decision holds there, 0 where it was refused. */
export function verdictOf(check: Check, standing: Standing, taken: number, allowed: boolean, nowMs: number): Verdict {
  const held = standing.held + taken;
  return {
    ruleId: check.ruleId,
    kind: check.kind,
    name: check.name,
    scope: check.scope,
    subject: check.subject,
    metric: check.metric,
    limit: check.limit,
    used: standing.used,
    held,
    remaining: Math.max(0, check.limit - standing.used - held),
    resetsAtMs: resetOf(check, standing, taken, nowMs),
    allowed,
    shadow: check.enforcement === "shadow",
    priority: check.priority,
  };
}

function resetOf(check: Check, standing: Standing, taken: number, nowMs: number): number | null {
  if (check.metric === "concurrency") return null;
  const { bucket } = check;
  if (!isBucket(check) || !bucket) return standing.period.endMs;
  const debtMilli = standing.debtMilli + taken * 1000;
  const overMilli =
    check.strategy === "TOKEN_BUCKET"
      ? debtMilli + (check.amount - bucket.capacity) * 1000
      : debtMilli - Math.min(bucket.capacity * 1000, bucket.maxWaitMs * bucket.refillPerSecond);
  if (overMilli <= 0) return nowMs;
  const isTooLarge = check.strategy === "TOKEN_BUCKET" && check.amount > bucket.capacity;
  if (isTooLarge || bucket.refillPerSecond === 0) return null;
  return nowMs + Math.ceil(overMilli / bucket.refillPerSecond);
}
