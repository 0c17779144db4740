import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { checkSubjects } from "@/lib/services/rules/check-subjects";
import { partsOfRules } from "@/lib/services/rules/rule-parts";
import { tierPlace } from "@/lib/services/rules/tier-place";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { amountTexts } from "./amount-texts";
import { checkBudgetAmounts } from "./check-amounts";
import { budgetPlan, checkBudgetPlan } from "./check-plan";
import { loadBudget } from "./load";
import { type Budget, CreateBudgetInput } from "./schema";

/** Adds a budget, in force from the next call on. */
export async function createBudget(call: { ctx: ServiceContext; input: CreateBudgetInput }): Promise<Budget> {
  const { ctx } = call;
  requireScope(ctx, "budgets:write");
  const input = CreateBudgetInput.parse(call.input);
  const plan = budgetPlan(input, new Date(ctx.clock.nowMs()).toISOString());
  checkBudgetPlan(plan);
  checkBudgetAmounts(input);
  await checkSubjects(ctx, input);
  const place = await tierPlace(ctx, input);

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  await ctx.db
    .rpc("create_budget", {
      p: { ...withoutUndefined(input), ...amountTexts(input), ...plan, ...place, id, workspace_id: ctx.workspaceId },
    })
    .throwOnError();
  await publishVersions(ctx, partsOfRules(input));
  return await loadBudget(ctx, id);
}
