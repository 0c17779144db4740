import { budgetPeriods, windowPeriods } from "@/lib/kernel/rule-periods";
import type { Metric, Period } from "@/lib/ledger/rules";
import { BUDGET_COLUMNS } from "@/lib/services/budgets/load";
import type { ServiceContext } from "@/lib/services/context";
import { RATE_LIMIT_COLUMNS } from "@/lib/services/rate-limits/load";
import { SUBJECT_COLUMNS } from "@/lib/services/rules/schema";
import { storedNumberOrNull } from "@/lib/services/stored-number";

/** A rule whose counters can be added up anew, and how: `sum` is what the database takes, null where rows tell nothing. */
export type RulePlan = {
  id: string;
  kind: "budget" | "rate_limit";
  name: string;
  per: readonly string[];
  metric: Metric;
  /** Null for parallel calls, which are counted in no period. */
  period: Period | null;
  sum: Record<string, unknown> | null;
};

type Place = { ruleId: string | undefined; before: string | undefined; limit: number };

/** Active budgets and limits together, newest first, one more than `limit`. Buckets are left out: they drain by themselves. */
export async function readRulePlans(ctx: ServiceContext, place: Place): Promise<RulePlan[]> {
  const [budgets, limits] = await Promise.all([readBudgets(ctx, place), readLimits(ctx, place)]);
  const nowMs = ctx.clock.nowMs();
  const plans = [
    ...budgets.map((row): RulePlan => {
      const period = budgetPeriods(row)(nowMs).current;
      return { ...facesOf(row), kind: "budget", metric: "cost_nano_usd", period, sum: sumOf(ctx, row, period) };
    }),
    ...limits.map((row): RulePlan => {
      const isWindow = row.metric !== "concurrency";
      const period = isWindow
        ? windowPeriods({ ...row, window_ms: storedNumberOrNull(row.window_ms) })(nowMs).current
        : null;
      const sum = period === null ? null : sumOf(ctx, row, period);
      return { ...facesOf(row), kind: "rate_limit", metric: row.metric, period, sum };
    }),
  ];
  return plans.toSorted((left, right) => (left.id < right.id ? 1 : -1)).slice(0, place.limit + 1);
}

function facesOf({ id, name, per }: { id: string; name: string; per: string[] }) {
  return { id, name, per };
}

function sumOf(ctx: ServiceContext, row: Record<string, unknown>, period: Period): Record<string, unknown> {
  return {
    rule_id: row["id"],
    workspace_id: ctx.workspaceId,
    per: row["per"],
    method: row["method"] ?? null,
    path_pattern: row["path_pattern"] ?? null,
    ...Object.fromEntries(SUBJECT_COLUMNS.map((column) => [column, row[column] ?? null])),
    start: new Date(period.startMs).toISOString(),
    end: new Date(period.endMs).toISOString(),
  };
}

async function readBudgets(ctx: ServiceContext, { ruleId, before, limit }: Place) {
  let query = ctx.db.from("budgets").select(BUDGET_COLUMNS).eq("workspace_id", ctx.workspaceId).eq("is_active", true);
  if (ruleId !== undefined) query = query.eq("id", ruleId);
  if (before !== undefined) query = query.lt("id", before);
  const { data } = await query
    .order("id", { ascending: false })
    .limit(limit + 1)
    .throwOnError();
  return data;
}

async function readLimits(ctx: ServiceContext, { ruleId, before, limit }: Place) {
  let query = ctx.db
    .from("rate_limits")
    .select(RATE_LIMIT_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("is_active", true)
    .in("strategy", ["FIXED_WINDOW", "SLIDING_WINDOW"]);
  if (ruleId !== undefined) query = query.eq("id", ruleId);
  if (before !== undefined) query = query.lt("id", before);
  const { data } = await query
    .order("id", { ascending: false })
    .limit(limit + 1)
    .throwOnError();
  return data;
}
