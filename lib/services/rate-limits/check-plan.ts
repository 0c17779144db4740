import { AppError } from "@/lib/kernel/errors";
import { windowPeriods } from "@/lib/kernel/rule-periods";
import { requirePeriods } from "@/lib/services/rules/require-periods";
import type { RateLimit } from "./schema";

/** What of a limit says when it resets and how it fills. */
export type RateLimitPlan = Pick<
  RateLimit,
  | "metric"
  | "strategy"
  | "window_ms"
  | "duration"
  | "calendar_aligned"
  | "timezone"
  | "bucket_size"
  | "refill_rate"
  | "max_wait_ms"
>;

export const DEFAULT_RATE_LIMIT_PLAN: RateLimitPlan = {
  metric: "requests",
  strategy: "FIXED_WINDOW",
  window_ms: null,
  duration: null,
  calendar_aligned: false,
  timezone: "UTC",
  bucket_size: null,
  refill_rate: null,
  max_wait_ms: null,
};

/** Throws `invalid_input` with field paths unless the plan can be enforced as it reads. */
export function checkRateLimitPlan(plan: RateLimitPlan, path = ""): void {
  const [field, message] = problemOf(plan) ?? [];
  if (field !== undefined && message !== undefined) {
    throw new AppError("invalid_input", `Check ${path}${field}.`, { fieldErrors: { [path + field]: message } });
  }
  requirePeriods(plan, () => windowPeriods(plan), path);
}

function problemOf(plan: RateLimitPlan): readonly [field: string, message: string] | null {
  const isBucket = plan.strategy === "TOKEN_BUCKET" || plan.strategy === "LEAKY_BUCKET";
  const isNamed = plan.window_ms !== null || plan.duration !== null;
  if (plan.max_wait_ms !== null && plan.strategy !== "LEAKY_BUCKET")
    return ["max_wait_ms", "Only a leaky bucket lets callers wait. Leave it out, or use LEAKY_BUCKET."];
  if (plan.metric === "concurrency")
    return isNamed || isBucket ? ["window_ms", "Parallel calls have no window. Leave window and strategy out."] : null;
  if (plan.window_ms !== null && plan.duration !== null)
    return ["duration", "Name the window once: window_ms or duration."];
  if (isBucket) {
    if (plan.duration !== null || plan.calendar_aligned)
      return ["duration", "A bucket has no calendar. Use refill_rate or window_ms."];
    return plan.window_ms === null && plan.refill_rate === null
      ? ["refill_rate", "Say how fast the bucket refills: refill_rate a second, or window_ms for all of it."]
      : null;
  }
  if (plan.bucket_size !== null || plan.refill_rate !== null)
    return ["strategy", "bucket_size and refill_rate belong to TOKEN_BUCKET and LEAKY_BUCKET."];
  if (!isNamed) return ["window_ms", "Name the window: window_ms, or a duration such as 1h."];
  return plan.calendar_aligned && plan.duration === null
    ? ["calendar_aligned", "Only a duration of a day or longer can be calendar-aligned: 1d, 1w, 1M."]
    : null;
}
