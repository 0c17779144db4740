import type { Amounts } from "@/lib/ledger/port";
import type { Check, Metric, Period } from "@/lib/ledger/rules";
import { FOREVER_MS } from "./state";

const FOREVER: Period = { startMs: 0, endMs: FOREVER_MS };
const NOTHING_COUNTED = () => null;

/** A check that cannot be decided. It is a fault of the planner, never of the caller of the gateway. */
export class InvalidCheck extends TypeError {
  override readonly name = "InvalidCheck";
}

export function isBucket(check: Check): boolean {
  return check.metric !== "concurrency" && (check.strategy === "TOKEN_BUCKET" || check.strategy === "LEAKY_BUCKET");
}

/** Whether the check may refuse at all. */
export function refuses(check: Check): boolean {
  return check.enforcement === "enforce" && check.hard;
}

/** Throws `InvalidCheck` unless every number of the check can be counted exactly. */
export function requireCountable(check: Check): void {
  if (!Number.isSafeInteger(check.limit) || check.limit < 0) throw invalid(check, `limit ${check.limit}`);
  if (!Number.isSafeInteger(check.amount) || check.amount < 0) throw invalid(check, `amount ${check.amount}`);
  if (isBucket(check)) {
    const { bucket } = check;
    if (!bucket) throw invalid(check, `${check.strategy} without bucket`);
    if (!(bucket.capacity >= 0 && bucket.refillPerSecond >= 0 && bucket.maxWaitMs >= 0)) throw invalid(check, "bucket");
    return;
  }
  if (check.metric === "concurrency") return;
  if (!isPeriod(check.current) || !isPeriod(check.next)) throw invalid(check, "period");
}

function isPeriod({ startMs, endMs }: Period): boolean {
  return Number.isSafeInteger(startMs) && Number.isSafeInteger(endMs) && endMs > startMs;
}

/**
 * The period of the ledger's clock. A planner whose clock runs ahead or behind by more than the two
 * periods it sent is met by stepping on in the same length, so that skewed processes share one window, or by the
 * period that was `counted` last.
 */
export function pickPeriod(check: Check, nowMs: number, counted: () => Period | null = NOTHING_COUNTED): Period {
  if (check.metric === "concurrency" || isBucket(check)) return FOREVER;
  const { current, next } = check;
  if (nowMs >= current.startMs && nowMs < current.endMs) return current;
  if (nowMs >= next.startMs && nowMs < next.endMs) return next;
  if (nowMs >= next.endMs) return stepped(next, Math.floor((nowMs - next.startMs) / (next.endMs - next.startMs)));
  const cell = counted();
  if (cell && cell.endMs === current.startMs && nowMs >= cell.startMs) return cell;
  return stepped(current, Math.floor((nowMs - current.startMs) / (current.endMs - current.startMs)));
}

/** The amount of a metric; total tokens are the sum of both kinds where only those are told. */
export function amountOf(amounts: Amounts, metric: Metric): number | undefined {
  if (metric === "concurrency") return undefined;
  if (metric !== "total_tokens" || amounts.total_tokens !== undefined) return amounts[metric];
  const { input_tokens, output_tokens } = amounts;
  return input_tokens === undefined || output_tokens === undefined ? undefined : input_tokens + output_tokens;
}

/** Throws `InvalidCheck` unless every amount is a non-negative safe integer. */
export function requireAmounts(amounts: Amounts, what: string): void {
  for (const [metric, amount] of Object.entries(amounts)) {
    if (amount !== undefined && (!Number.isSafeInteger(amount) || amount < 0)) {
      throw new InvalidCheck(`${what}: ${metric} is ${amount}; amounts are whole numbers from 0 to 2^53-1.`);
    }
  }
}

function stepped({ startMs, endMs }: Period, steps: number): Period {
  const offset = steps * (endMs - startMs);
  return { startMs: startMs + offset, endMs: endMs + offset };
}

function invalid(check: Check, what: string): InvalidCheck {
  return new InvalidCheck(`Rule ${check.ruleId} (${check.name}) cannot be decided: invalid ${what}.`);
}
