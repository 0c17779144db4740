import { AppError } from "@/lib/kernel/errors";
import { type BudgetPlan, budgetPeriods } from "@/lib/kernel/rule-periods";
import { requirePeriods } from "@/lib/services/rules/require-periods";

type Given = { [Name in keyof BudgetPlan]?: BudgetPlan[Name] | undefined };

/** The plan that the given fields mean: monthly unless told otherwise, and counted from now where nothing aligns it. */
export function budgetPlan(given: Given, now: string): BudgetPlan {
  const duration = given.duration ?? null;
  const period = given.period ?? (duration === null ? "MONTHLY" : "ROLLING");
  const isAligned = given.calendar_aligned ?? (period !== "ROLLING" && (given.reset_anchor ?? null) === null);
  return {
    period,
    duration,
    calendar_aligned: isAligned,
    timezone: given.timezone ?? "UTC",
    reset_anchor: given.reset_anchor ?? (isAligned ? null : now),
  };
}

/** Throws `invalid_input` with field paths unless the plan can be enforced as it reads. */
export function checkBudgetPlan(plan: BudgetPlan, path = ""): void {
  const [field, message] = problemOf(plan) ?? [];
  if (field !== undefined && message !== undefined) {
    throw new AppError("invalid_input", `Check ${path}${field}.`, { fieldErrors: { [path + field]: message } });
  }
  requirePeriods(plan, () => budgetPeriods(plan), path);
}

function problemOf(plan: BudgetPlan): readonly [field: string, message: string] | null {
  if (plan.duration !== null && plan.period !== "ROLLING")
    return ["duration", `A ${plan.period} budget has its length already. Leave period out, or set it to ROLLING.`];
  if (plan.calendar_aligned && plan.reset_anchor !== null)
    return ["reset_anchor", "A calendar-aligned budget has no anchor. Leave one of them out."];
  return null;
}
