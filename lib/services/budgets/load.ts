import { AppError } from "@/lib/kernel/errors";
import { parseCents } from "@/lib/kernel/money";
import { budgetPeriods } from "@/lib/kernel/rule-periods";
import type { Balance } from "@/lib/ledger/port";
import type { ServiceContext } from "@/lib/services/context";
import { countedMs } from "@/lib/services/rules/counted-time";
import { balancesByRule, readBalances } from "@/lib/services/rules/read-balances";
import { readSubjectNames, subjectsOfCounter, subjectsOfRule, withNames } from "@/lib/services/rules/subject-names";
import { forecastBudget } from "./forecast";
import { liveBalance } from "./live-balance";
import type { Budget } from "./schema";

/** Money comes as text, so that its digits survive. */
export const BUDGET_COLUMNS =
  "id, name, description, scope, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, endpoint_id, credential_id, model_pattern, model_tier_id, per, amount_cents::text, soft_amount_cents::text, period, duration, calendar_aligned, timezone, reset_anchor, is_hard_limit, alert_thresholds, override_amount_cents::text, override_until, usage_reset_at, counted::text, is_active, created_at, updated_at";

type Computed =
  | "scope"
  | "applies_to"
  | "effective_amount_cents"
  | "period_start_date"
  | "period_end_date"
  | "current_spent_cents"
  | "held_cents"
  | "remaining_cents"
  | "counters"
  | "counters_total"
  | "forecast";
export type BudgetRow = Omit<Budget, Computed> & { scope: string | null; counted: string };

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

/** Adds the running period, what the ledger has counted in it, and names: one question each, however many rows. */
export async function withBalances(ctx: ServiceContext, rows: readonly BudgetRow[]): Promise<Budget[]> {
  const balances = await readBalances(
    ctx,
    rows.map((row) => row.id),
  );
  const byRule = balances === null ? null : balancesByRule(balances);
  const nowMs = ctx.clock.nowMs();
  const shown = rows.map((row) => liveBudget(row, byRule === null ? null : (byRule.get(row.id) ?? []), nowMs));
  const names = await readSubjectNames(
    ctx,
    shown.flatMap((one) => [
      ...subjectsOfRule(one),
      ...one.counters.flatMap(({ subject }) => subjectsOfCounter(one.per, subject)),
    ]),
  );
  return shown.map((one) => ({
    ...one,
    applies_to: withNames(subjectsOfRule(one), names),
    counters: one.counters.map((counter) => ({
      ...counter,
      parts: withNames(subjectsOfCounter(one.per, counter.subject), names),
    })),
  }));
}

function liveBudget({ counted, ...row }: BudgetRow, balances: readonly Balance[] | null, nowMs: number) {
  const { current } = budgetPeriods(row)(nowMs);
  const amount = amountInForce(row, nowMs);
  const { fullest, ...live } = liveBalance(balances, amount, row.per.length > 0);
  return {
    ...row,
    scope: row.scope ?? "TENANT",
    effective_amount_cents: amount,
    period_start_date: new Date(current.startMs).toISOString(),
    period_end_date: new Date(current.endMs).toISOString(),
    ...live,
    forecast:
      balances === null || !row.is_active
        ? null
        : forecastBudget({
            spentNano: fullest.used,
            heldNano: fullest.held,
            limitNano: parseCents(amount),
            countedMs: countedMs(counted, countingFrom(row, current.startMs), nowMs),
            periodStartMs: current.startMs,
            periodEndMs: current.endMs,
            nowMs,
            zone: row.timezone,
          }),
  };
}

/** A reset begins the pace anew, too. */
function countingFrom(row: Pick<BudgetRow, "usage_reset_at">, startMs: number): number {
  return row.usage_reset_at === null ? startMs : Math.max(startMs, Date.parse(row.usage_reset_at));
}

function amountInForce(row: Omit<BudgetRow, "counted">, nowMs: number): string {
  const isOver = row.override_until !== null && Date.parse(row.override_until) <= nowMs;
  return row.override_amount_cents === null || isOver ? row.amount_cents : row.override_amount_cents;
}
