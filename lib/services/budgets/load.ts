import { AppError } from "@/lib/kernel/errors";
import { budgetPeriods } from "@/lib/kernel/rule-periods";
import type { ServiceContext } from "@/lib/services/context";
import { liveBalance, readBalances } from "./live-balance";
import type { Budget } from "./schema";

/** Money comes as text, so that its digits survive. */
export const BUDGET_COLUMNS =
  "id, name, description, scope, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, credential_id, model_pattern, per, amount_cents::text, soft_amount_cents::text, period, duration, calendar_aligned, timezone, reset_anchor, is_hard_limit, alert_thresholds, override_amount_cents::text, override_until, is_active, created_at, updated_at";

export type BudgetRow = Omit<
  Budget,
  | "scope"
  | "period_start_date"
  | "period_end_date"
  | "current_spent_cents"
  | "held_cents"
  | "remaining_cents"
  | "counters"
> & { scope: string | null };

/** The budget's row, if it is one of the workspace's own. Throws `not_found`. */
export async function loadBudgetRow(ctx: ServiceContext, id: string): Promise<BudgetRow> {
  const { data } = await ctx.db
    .from("budgets")
    .select(BUDGET_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such budget in this workspace.");
  return data;
}

export async function loadBudget(ctx: ServiceContext, id: string): Promise<Budget> {
  const [budget] = await withBalances(ctx, [await loadBudgetRow(ctx, id)]);
  if (budget === undefined) throw new AppError("not_found", "There is no such budget in this workspace.");
  return budget;
}

/** Adds the running period and what the ledger has counted in it. */
export async function withBalances(ctx: ServiceContext, rows: readonly BudgetRow[]): Promise<Budget[]> {
  const balances = await readBalances(
    ctx,
    rows.map((row) => row.id),
  );
  const nowMs = ctx.clock.nowMs();
  return rows.map((row) => {
    const { current } = budgetPeriods(row)(nowMs);
    const own = balances?.filter((one) => one.ruleId === row.id && one.metric === "cost_nano_usd") ?? null;
    return {
      ...row,
      scope: row.scope ?? "TENANT",
      period_start_date: new Date(current.startMs).toISOString(),
      period_end_date: new Date(current.endMs).toISOString(),
      ...liveBalance(own, limitOf(row, nowMs), row.per.length > 0),
    };
  });
}

function limitOf(row: BudgetRow, nowMs: number): string {
  const isOver = row.override_until !== null && Date.parse(row.override_until) <= nowMs;
  return row.override_amount_cents === null || isOver ? row.amount_cents : row.override_amount_cents;
}
