import { windowPeriods } from "@/lib/kernel/rule-periods";
import type { Balance } from "@/lib/ledger/port";
import type { RateLimit } from "./schema";

const MAX_COUNTERS = 100;

type Counted = Omit<RateLimit["counters"][number], "parts">;
type Live = Pick<RateLimit, "capacity" | "used" | "held" | "remaining" | "resets_at" | "counters_total"> & {
  counters: Counted[];
};
type Plan = Pick<
  RateLimit,
  | "metric"
  | "strategy"
  | "requests"
  | "bucket_size"
  | "window_ms"
  | "duration"
  | "calendar_aligned"
  | "timezone"
  | "per"
>;

/** What is used, held and left of a limit. A counter that the ledger does not list stands at zero. */
export function liveUsage(plan: Plan, balances: readonly Balance[] | null, nowMs: number): Live {
  const isBucket = plan.strategy === "TOKEN_BUCKET" || plan.strategy === "LEAKY_BUCKET";
  const capacity = isBucket ? (plan.bucket_size ?? plan.requests) : plan.requests;
  const hasWindow = !isBucket && plan.metric !== "concurrency";
  const resetsAt = hasWindow ? new Date(windowPeriods(plan)(nowMs).current.endMs).toISOString() : null;
  if (balances === null)
    return { capacity, used: null, held: null, remaining: null, resets_at: resetsAt, counters: [], counters_total: 0 };
  const sorted = balances.toSorted((left, right) => right.used + right.held - (left.used + left.held));
  const { used, held } = sorted[0] ?? { used: 0, held: 0 };
  const left = (one: { used: number; held: number }) => Math.max(0, capacity - one.used - one.held);
  const hasCounters = plan.per.length > 0;
  return {
    capacity,
    used,
    held,
    remaining: left({ used, held }),
    resets_at: resetsAt,
    counters: hasCounters
      ? sorted.slice(0, MAX_COUNTERS).map((one) => ({
          subject: one.subject,
          used: one.used,
          held: one.held,
          remaining: left(one),
          resets_at: resetsAt,
        }))
      : [],
    counters_total: hasCounters ? balances.length : 0,
  };
}
