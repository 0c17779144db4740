import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor, TIMESTAMP_PATTERN } from "@/lib/services/cursor";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { loadBudgetRow } from "./load";
import { BudgetPageInput, type BudgetPeriodEntry } from "./schema";

const COLUMNS =
  "id, period_start_date, period_end_date, budget_amount_cents::text, actual_spent_cents::text, request_count, error_count";

/** Closed periods of a budget, newest first. */
export async function listBudgetHistory(call: {
  ctx: ServiceContext;
  input: BudgetPageInput;
}): Promise<Page<BudgetPeriodEntry>> {
  const { ctx } = call;
  requireScope(ctx, "budgets:read");
  const input = BudgetPageInput.parse(call.input);
  await loadBudgetRow(ctx, input.id);

  let query = ctx.db
    .from("budget_history")
    .select(COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("budget_id", input.id)
    .order("period_start_date", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined)
    query = query.lt("period_start_date", decodeCursor(input.cursor, [TIMESTAMP_PATTERN])[0]);
  const { data } = await query.throwOnError();
  const items = data.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items,
    next_cursor: data.length > input.limit && last !== undefined ? encodeCursor([last.period_start_date]) : null,
  };
}
