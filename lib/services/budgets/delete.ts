import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { partsOfRules } from "@/lib/services/rules/rule-parts";
import { loadBudgetRow } from "./load";

/** Takes a budget away, from the next call on. */
export async function deleteBudget({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<{ id: string }> {
  requireScope(ctx, "budgets:write");
  const { id } = IdInput.parse(input);
  const rule = await loadBudgetRow(ctx, id);
  await ctx.db.from("budgets").delete().eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  await publishVersions(ctx, partsOfRules(rule));
  return { id };
}
