import type { z } from "zod";
import { amountTexts } from "@/lib/services/budgets/amount-texts";
import { budgetPlan, checkBudgetPlan } from "@/lib/services/budgets/check-plan";
import type { KeyBudgetInput } from "@/lib/services/budgets/schema";
import type { ServiceContext } from "@/lib/services/context";
import { checkRateLimitPlan, DEFAULT_RATE_LIMIT_PLAN } from "@/lib/services/rate-limits/check-plan";
import type { KeyRateLimitInput } from "@/lib/services/rate-limits/schema";
import { requireScope } from "@/lib/services/require-scope";
import { checkSubjects } from "@/lib/services/rules/check-subjects";
import { withoutUndefined } from "@/lib/services/without-undefined";

type KeyRules = {
  name: string;
  budget?: z.output<typeof KeyBudgetInput> | undefined;
  rate_limit?: z.output<typeof KeyRateLimitInput> | undefined;
};

/** The rules that come with a key, checked as if they were made on their own: rights, periods, subjects. */
export async function keyRules(ctx: ServiceContext, { name, budget, rate_limit: limit }: KeyRules) {
  if (budget !== undefined) requireScope(ctx, "budgets:write");
  if (limit !== undefined) requireScope(ctx, "rate-limits:write");
  const plan = budget && budgetPlan(budget, new Date(ctx.clock.nowMs()).toISOString());
  if (plan !== undefined) checkBudgetPlan(plan, "budget.");
  if (limit !== undefined)
    checkRateLimitPlan({ ...DEFAULT_RATE_LIMIT_PLAN, ...withoutUndefined(limit) }, "rate_limit.");
  await checkSubjects(ctx, budget ?? {}, "budget.");
  await checkSubjects(ctx, limit ?? {}, "rate_limit.");
  return {
    ...(budget === undefined
      ? {}
      : { budget: { name: `${name}: budget`, ...withoutUndefined(budget), ...amountTexts(budget), ...plan } }),
    ...(limit === undefined ? {} : { rate_limit: { name: `${name}: limit`, ...withoutUndefined(limit) } }),
  };
}
