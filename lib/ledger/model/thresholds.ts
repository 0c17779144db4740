import type { Crossing } from "@/lib/ledger/port";
import type { Entry } from "./state";

/** Thresholds that the entry's cell has reached and not reported before. Marks them as reported. */
export function crossingsOf(entry: Entry): Crossing[] {
  const { check, cell } = entry;
  if (!check.thresholds) return [];
  const crossings: Crossing[] = [];
  for (const threshold of check.thresholds) {
    if (threshold <= cell.crossed || !isReached(cell.used, check.limit, threshold)) continue;
    cell.crossed = threshold;
    crossings.push({
      ruleId: check.ruleId,
      subject: check.subject,
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
  const whole = threshold * limit;
  if (Number.isSafeInteger(whole) && Number.isSafeInteger(used * 100)) return used * 100 >= whole;
  const thousandths = BigInt(Math.round(threshold * 1000));
  return BigInt(used) * 100_000n >= thousandths * BigInt(limit);
}
