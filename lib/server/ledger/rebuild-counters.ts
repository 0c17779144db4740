import type { GatewayDatabase } from "@/lib/adapters/supabase/gateway-database";
import type { CountedRule, CountedSum, RebuildRules } from "@/lib/adapters/supabase/rebuild-facts";
import { CREDIT_PERIOD } from "@/lib/gateway/rules/compile-credit";
import { type CompiledRule, compileBudgets, compileRateLimit } from "@/lib/gateway/rules/compile-rule";
import { compilePlanQuotas } from "@/lib/gateway/rules/plan-quota";
import { createPeriods } from "@/lib/kernel/periods";
import type { Period } from "@/lib/ledger/rules";
import type { CountedBefore } from "@/lib/ledger/shared";
import { reportError } from "@/lib/server/report-error";

/** One interval of a rule to add up, and the counters that it is for. */
type Wanted = { query: CountedRule; period: Period; counters: readonly Fixed[]; isPrevious: boolean };
type Fixed = Pick<CompiledRule["fixed"], "ruleId" | "metric" | "strategy">;
/** Of the rule's row: everything is handed on. */
type Columns = Readonly<Record<string, unknown>> & { id: string };
type Counted = Exclude<Fixed["metric"], "concurrency">;

const RULES_AT_ONCE = 200;

/** What every counter of a running period must be: rows and adjustments, without the requests in `without`. */
export async function countedByPostgres(
  database: Pick<GatewayDatabase, "rebuildRules" | "countedSums" | "creditSpending">,
  without: readonly string[],
  nowMs: number,
): Promise<readonly CountedBefore[]> {
  const wanted = wantedOf(await database.rebuildRules(), nowMs);
  const cells = new Map<string, CountedBefore>();
  for (const isPrevious of [false, true]) {
    const some = wanted.filter((one) => one.isPrevious === isPrevious);
    for (let at = 0; at < some.length; at += RULES_AT_ONCE) {
      const part = some.slice(at, at + RULES_AT_ONCE);
      const byRule = new Map(part.map((one) => [one.query.rule_id, one]));
      for (const sum of await database.countedSums(
        part.map(({ query }) => query),
        without,
      )) {
        const one = byRule.get(sum.rule_id);
        if (one) addSum(cells, one, sum);
      }
    }
  }
  for (const { rule_id: ruleId, subject, metric, used } of await database.creditSpending()) {
    const counter = { ruleId, subject, metric, strategy: "FIXED_WINDOW", period: CREDIT_PERIOD } as const;
    cells.set(`${ruleId}\n${subject}`, { ...counter, used, previousUsed: 0 });
  }
  return [...cells.values()].filter(({ used, previousUsed }) => used > 0 || previousUsed > 0);
}

function wantedOf(rules: RebuildRules, nowMs: number): Wanted[] {
  return [
    ...rules.rate_limits.flatMap((rule) => compiled(rule, () => [compileRateLimit(rule)], nowMs)),
    ...rules.budgets.flatMap((rule) => compiled(rule, () => compileBudgets(rule), nowMs)),
    ...rules.plans.flatMap((plan) =>
      compilePlanQuotas(plan).flatMap((quota) => {
        const columns = { id: quota.fixed.ruleId, workspace_id: plan.id, per: [] };
        return compiled(columns, () => [quota], nowMs);
      }),
    ),
    ...rules.key_limits.map((key) => keyLimit(key, nowMs)),
  ];
}

/** A rule that cannot be compiled admits nothing either: whoever asks by it is told so. */
function compiled(columns: Columns, compile: () => CompiledRule[], nowMs: number): Wanted[] {
  try {
    const [first, ...others] = compile();
    if (!first?.periods) return [];
    const counters = [first, ...others].map(({ fixed }) => fixed);
    const { current } = first.periods(nowMs);
    const now = { query: queryOf(columns, current), period: current, counters, isPrevious: false };
    if (first.fixed.strategy !== "SLIDING_WINDOW") return [now];
    const before = first.periods(current.startMs - 1).current;
    return [now, { query: queryOf(columns, before), period: current, counters, isPrevious: true }];
  } catch (cause) {
    reportError("A rule's counters could not be rebuilt.", { ruleId: columns.id }, cause);
    return [];
  }
}

function keyLimit(
  { id, workspace_id, rate_limit_window_ms }: RebuildRules["key_limits"][number],
  nowMs: number,
): Wanted {
  const { current } = createPeriods({ kind: "fixed", windowMs: rate_limit_window_ms, zone: "UTC" })(nowMs);
  const query = queryOf({ id, workspace_id, api_key_id: id, per: [] }, current);
  const counters = [{ ruleId: id, metric: "requests", strategy: "FIXED_WINDOW" }] as const;
  return { query, period: current, counters, isPrevious: false };
}

function queryOf(columns: Columns, { startMs, endMs }: Period): CountedRule {
  const start = new Date(startMs).toISOString();
  return { ...columns, rule_id: columns.id, start, end: new Date(endMs).toISOString() };
}

function addSum(cells: Map<string, CountedBefore>, { counters, period, isPrevious }: Wanted, sum: CountedSum): void {
  for (const { ruleId, metric, strategy } of counters) {
    if (metric === "concurrency") continue;
    const name = `${ruleId}\n${sum.subject}`;
    const cell = cells.get(name) ?? {
      ...{ ruleId, subject: sum.subject, metric, strategy, period },
      ...{ used: 0, previousUsed: 0 },
    };
    const amount = Math.max(0, Math.min(Number.MAX_SAFE_INTEGER, sum[metric satisfies Counted]));
    cells.set(name, isPrevious ? { ...cell, previousUsed: amount } : { ...cell, used: amount });
  }
}
