import { type Duration, parseDuration } from "./durations";
import { createPeriods, type Periods } from "./periods";

/** What of a rate limit lays out its windows. `windowMs` counts unless a duration is calendar-aligned or stands alone. */
export type WindowPlan = {
  window_ms: number | null;
  duration: string | null;
  calendar_aligned: boolean;
  timezone: string;
};

/** What of a budget lays out its periods. Without an anchor, days and longer follow the calendar. */
export type BudgetPlan = {
  period: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY" | "QUARTERLY" | "ROLLING";
  duration: string | null;
  calendar_aligned: boolean;
  timezone: string;
  reset_anchor: string | null;
};

/** Of a limit that names no window. */
export const DEFAULT_WINDOW_MS = 60_000;

const LENGTH: Record<BudgetPlan["period"], string> = {
  DAILY: "1d",
  WEEKLY: "1w",
  MONTHLY: "1M",
  QUARTERLY: "3M",
  YEARLY: "1Y",
  ROLLING: "30d",
};

/** Throws `InvalidPeriod` for a window or zone that cannot be. */
export function windowPeriods(plan: WindowPlan): Periods {
  if (plan.duration !== null && (plan.calendar_aligned || plan.window_ms === null)) {
    const duration = parseDuration(plan.duration);
    if (plan.calendar_aligned) return createPeriods({ kind: "calendar", duration, zone: plan.timezone });
    return createPeriods({ kind: "anchored", duration, zone: plan.timezone, anchorMs: 0 });
  }
  return createPeriods({ kind: "fixed", windowMs: plan.window_ms ?? DEFAULT_WINDOW_MS, zone: plan.timezone });
}

/** Throws `InvalidPeriod` for a duration or zone that cannot be. */
export function budgetPeriods(plan: BudgetPlan): Periods {
  const duration: Duration = parseDuration(plan.duration ?? LENGTH[plan.period]);
  if (plan.calendar_aligned || plan.reset_anchor === null) {
    const isShort = duration.unit === "s" || duration.unit === "m" || duration.unit === "h";
    if (plan.calendar_aligned || !isShort) return createPeriods({ kind: "calendar", duration, zone: plan.timezone });
  }
  const anchorMs = plan.reset_anchor === null ? 0 : Date.parse(plan.reset_anchor);
  return createPeriods({ kind: "anchored", duration, zone: plan.timezone, anchorMs });
}
