import type { Crossing } from "@/lib/ledger/port";
import { crossedOf, setCrossed, startOf, usedOf } from "./cells";
import { type CounterTable, subjectTextOf } from "./counter-table";
import type { Entry } from "./state";

/** Adds the thresholds that the entry's cell has reached and not reported before, and marks them as reported. */
export function crossingsOf(counters: CounterTable, entry: Entry, before: Crossing[] | null): Crossing[] | null {
  const { check, cell } = entry;
  const { rows } = counters;
  if (!check.thresholds) return before;
  let crossings = before;
  const used = usedOf(rows, cell);
  for (const threshold of check.thresholds) {
    if (threshold <= crossedOf(rows, cell) || !isReached(used, check.limit, threshold)) continue;
    setCrossed(rows, cell, threshold);
    crossings ??= [];
    crossings.push({
      ruleId: check.ruleId,
      subject: subjectTextOf(counters, entry.counter),
      threshold,
      used,
      limit: check.limit,
      periodStartMs: startOf(rows, cell),
    });
  }
  return crossings;
}

/** Exact: `used / limit` would lose digits just below a threshold of a large budget. */
function isReached(used: number, limit: number, threshold: number): boolean {
  if (used <= 0) return false;
  // Far below, as nearly always, no digit that is lost matters.
  if ((used / limit) * 100 < threshold * 0.999) return false;
  const whole = threshold * limit;
  // A product that is not safe is beyond any whole that is.
  if (Number.isSafeInteger(whole)) return used * 100 >= whole;
  const thousandths = BigInt(Math.round(threshold * 1000));
  return BigInt(used) * 100_000n >= thousandths * BigInt(limit);
}
