import { type Drift, driftOf, type SettledSum } from "@/lib/ledger/drift";
import type { Balance, OpenHold } from "@/lib/ledger/port";
import type { Metric } from "@/lib/ledger/rules";
import type { RulePlan } from "./rule-plans";

/** One row of `settled_sums`. */
export type SumRow = {
  rule_id: string;
  subject: string;
  requests: number;
  input_tokens: number;
  output_tokens: number;
  total_tokens: number;
  /** Nano-dollars as text. */
  cost_nano_usd: string;
};

/** Drift of every counter of the rules, and of every sum whose counter is not there. */
export function measure(
  plans: readonly RulePlan[],
  balances: readonly Balance[],
  rows: readonly SumRow[],
  holds: readonly OpenHold[],
): Drift[] {
  const planById = new Map(plans.map((plan) => [plan.id, plan]));
  const live = balances.filter((one) => isOfPeriod(one, planById.get(one.ruleId)));
  const sums = rows.flatMap((row): SettledSum[] => {
    const plan = planById.get(row.rule_id);
    return plan ? [{ ruleId: plan.id, subject: row.subject, settled: settledOf(row, plan.metric) }] : [];
  });
  const known = new Set(live.map(nameOf));
  const lost = sums.filter((sum) => sum.settled !== 0 && !known.has(nameOf(sum)));
  const touched = new Set([...live, ...lost].map(({ ruleId }) => ruleId));
  const idle = plans.filter(({ id, per }) => per.length === 0 && !touched.has(id));
  const zeros = [...lost, ...idle.map(({ id }) => ({ ruleId: id, subject: "" }))].flatMap(({ ruleId, subject }) => {
    const plan = planById.get(ruleId);
    return plan ? [zeroBalance(plan, subject)] : [];
  });
  return driftOf([...live, ...zeros], sums, holds);
}

/** A counter of a period that has ended, or of another plan, counts nothing any more. */
function isOfPeriod({ periodStartMs, metric }: Balance, plan: RulePlan | undefined): boolean {
  return plan !== undefined && metric === plan.metric && periodStartMs === (plan.period?.startMs ?? null);
}

function zeroBalance({ id, metric, period }: RulePlan, subject: string): Balance {
  return {
    ruleId: id,
    subject,
    metric,
    used: 0,
    held: 0,
    periodStartMs: period?.startMs ?? null,
    periodEndMs: period?.endMs ?? null,
  };
}

function settledOf(row: SumRow, metric: Metric): number {
  if (metric === "concurrency") return 0;
  return Number(row[metric]);
}

function nameOf({ ruleId, subject }: { ruleId: string; subject: string }): string {
  return `${ruleId}\n${subject}`;
}
