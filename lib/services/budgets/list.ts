import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import { containsPattern } from "@/lib/services/like";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { BUDGET_COLUMNS, type BudgetRow, withBalances } from "./load";
import { type Budget, ListBudgetsInput } from "./schema";

const FILTERED = ["api_key_id", "project_id", "team_id", "customer_id", "provider_id", "scope"] as const;

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
  for (const column of FILTERED) {
    const value = input[column];
    if (value !== undefined) query = query.eq(column, value);
  }
  if (input.q !== undefined && input.q !== "") query = query.ilike("name", containsPattern(input.q));
  if (input.status !== undefined) query = query.eq("is_active", input.status !== "disabled");
  if (input.status === "soft" || input.status === "active")
    query = query.eq("is_hard_limit", input.status === "active");
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  const { data } = await query.throwOnError();
  const page = keysetPage(data, input.limit, (row): BudgetRow => row);
  return { items: await withBalances(ctx, page.items), next_cursor: page.next_cursor };
}
