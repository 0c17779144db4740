import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { checkSubjects } from "@/lib/services/rules/check-subjects";
import { countsOtherwise } from "@/lib/services/rules/counts-otherwise";
import { forgetCounters } from "@/lib/services/rules/reset-counters";
import { partsOfRules } from "@/lib/services/rules/rule-parts";
import { SUBJECT_COLUMNS } from "@/lib/services/rules/schema";
import { tierPlace } from "@/lib/services/rules/tier-place";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { amountTexts } from "./amount-texts";
import { checkBudgetAmounts } from "./check-amounts";
import { budgetPlan, checkBudgetPlan } from "./check-plan";
import { loadBudget, loadBudgetRow } from "./load";
import { type Budget, UpdateBudgetInput } from "./schema";

/** What a budget counts, and when. */
const COUNTED = [...SUBJECT_COLUMNS, "per", "period", "duration", "calendar_aligned", "timezone", "reset_anchor"];

/**
 * Changes a budget, from the next call on. What is spent in the running period stays spent, unless the budget counts
 * something else from now on, or in other periods: then it begins at zero.
 */
export async function updateBudget(call: { ctx: ServiceContext; input: UpdateBudgetInput }): Promise<Budget> {
  const { ctx } = call;
  requireScope(ctx, "budgets:write");
  const { id, ...changes } = UpdateBudgetInput.parse(call.input);
  const before = await loadBudgetRow(ctx, id);
  const patch = withoutUndefined(changes);
  const isAligned = patch.calendar_aligned === true && patch.reset_anchor === undefined;
  const plan = budgetPlan(
    { ...before, ...patch, ...(isAligned ? { reset_anchor: null } : {}) },
    new Date(ctx.clock.nowMs()).toISOString(),
  );
  checkBudgetPlan(plan);
  checkBudgetAmounts({ ...before, ...patch });
  await checkSubjects(ctx, patch);
  const place = await tierPlace(ctx, patch);

  if (countsOtherwise(before, { ...patch, ...plan }, COUNTED)) await forgetCounters(ctx, id);
  await ctx.db.rpc("update_budget", { p: { ...patch, ...amountTexts(patch), ...plan, ...place, id } }).throwOnError();
  await publishVersions(ctx, partsOfRules(before, { ...before, ...patch }));
  return await loadBudget(ctx, id);
}
