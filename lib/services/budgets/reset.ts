import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { resetCounters } from "@/lib/services/rules/reset-counters";
import { loadBudget, loadBudgetRow } from "./load";
import type { Budget } from "./schema";

/** Sets what is spent of a budget in its running period to zero; its rows and open holds stay. Throws `unavailable`. */
export async function resetBudget({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<Budget> {
  requireScope(ctx, "budgets:write");
  const { id } = IdInput.parse(input);
  await loadBudgetRow(ctx, id);
  // Who did it is written down before it happens.
  await ctx.db
    .from("budgets")
    .update({ usage_reset_at: new Date(ctx.clock.nowMs()).toISOString() })
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .throwOnError();
  await resetCounters(ctx, id);
  return await loadBudget(ctx, id);
}
