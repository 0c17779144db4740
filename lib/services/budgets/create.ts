import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { checkSubjects } from "@/lib/services/rules/check-subjects";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { budgetPlan, checkBudgetPlan } from "./check-plan";
import { exactNumeric, exactNumericOrNull } from "./exact-numeric";
import { loadBudget } from "./load";
import { type Budget, CreateBudgetInput } from "./schema";

/** Adds a budget, in force from the next call on. */
export async function createBudget(call: { ctx: ServiceContext; input: CreateBudgetInput }): Promise<Budget> {
  const { ctx } = call;
  requireScope(ctx, "budgets:write");
  const input = CreateBudgetInput.parse(call.input);
  const plan = budgetPlan(input, new Date(ctx.clock.nowMs()).toISOString());
  checkBudgetPlan(plan);
  await checkSubjects(ctx, input);

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  await ctx.db
    .from("budgets")
    .insert({
      ...withoutUndefined(input),
      ...plan,
      name: input.name,
      amount_cents: exactNumeric(input.amount_cents),
      soft_amount_cents: exactNumericOrNull(input.soft_amount_cents ?? null),
      override_amount_cents: exactNumericOrNull(input.override_amount_cents ?? null),
      id,
      workspace_id: ctx.workspaceId,
    })
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadBudget(ctx, id);
}
