import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { BUDGET_COLUMNS, type BudgetRow, withBalances } from "./load";
import { type Budget, ListBudgetsInput } from "./schema";

/** Budgets of the workspace with their live balances, newest first. */
export async function listBudgets(call: { ctx: ServiceContext; input: ListBudgetsInput }): Promise<Page<Budget>> {
  const { ctx } = call;
  requireScope(ctx, "budgets:read");
  const input = ListBudgetsInput.parse(call.input);

  let query = ctx.db
    .from("budgets")
    .select(BUDGET_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  if (input.api_key_id !== undefined) query = query.eq("api_key_id", input.api_key_id);
  if (input.project_id !== undefined) query = query.eq("project_id", input.project_id);
  const { data } = await query.throwOnError();
  const page = keysetPage(data, input.limit, (row): BudgetRow => row);
  return { items: await withBalances(ctx, page.items), next_cursor: page.next_cursor };
}
