import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { checkSubjects } from "@/lib/services/rules/check-subjects";
import { partsOfRules } from "@/lib/services/rules/rule-parts";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { amountTexts } from "./amount-texts";
import { budgetPlan, checkBudgetPlan } from "./check-plan";
import { loadBudget, loadBudgetRow } from "./load";
import { type Budget, UpdateBudgetInput } from "./schema";

/** Changes a budget, from the next call on. What is spent in the running period stays spent. */
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
  await checkSubjects(ctx, patch);

  await ctx.db.rpc("update_budget", { p: { ...patch, ...amountTexts(patch), ...plan, id } }).throwOnError();
  await publishVersions(ctx, partsOfRules(before, { ...before, ...patch }));
  return await loadBudget(ctx, id);
}
