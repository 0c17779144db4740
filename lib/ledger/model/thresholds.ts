import type { Crossing } from "@/lib/ledger/port";
import type { Entry } from "./state";

/** Adds the thresholds that the entry's cell has reached and not reported before, and marks them as reported. */
export function crossingsOf(entry: Entry, before: Crossing[] | null): Crossing[] | null {
  const { check, cell } = entry;
  if (!check.thresholds) return before;
  let crossings = before;
  for (const threshold of check.thresholds) {
    if (threshold <= cell.crossed || !isReached(cell.used, check.limit, threshold)) continue;
    cell.crossed = threshold;
    crossings ??= [];
    crossings.push({
      ruleId: check.ruleId,
      subject: entry.counter.subject,
      threshold,
      used: cell.used,
      limit: check.limit,
      periodStartMs: cell.startMs,
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
  if (Number.isSafeInteger(whole) && Number.isSafeInteger(used * 100)) return used * 100 >= whole;
  const thousandths = BigInt(Math.round(threshold * 1000));
  return BigInt(used) * 100_000n >= thousandths * BigInt(limit);
}
