import { formatCents, parseCents } from "@/lib/kernel/money";
import type { Balance } from "@/lib/ledger/port";
import type { ServiceContext } from "@/lib/services/context";
import type { Budget, BudgetCounter } from "./schema";

const MAX_COUNTERS = 100;

type Live = Pick<Budget, "current_spent_cents" | "held_cents" | "remaining_cents" | "counters">;

/** Counters of the given budgets; null while the ledger does not answer, which is reported and nobody's mistake. */
export async function readBalances(ctx: ServiceContext, ids: readonly string[]): Promise<readonly Balance[] | null> {
  if (ids.length === 0) return [];
  try {
    return await ctx.ledger.balances(ids.map((ruleId) => ({ ruleId })));
  } catch (error) {
    ctx.report(error, { event: "balances_not_read", workspace_id: ctx.workspaceId });
    return null;
  }
}

/** What is spent, held and left of `limitCents`. A counter that the ledger does not list stands at zero. */
export function liveBalance(balances: readonly Balance[] | null, limitCents: string, hasCounters: boolean): Live {
  if (balances === null) return { current_spent_cents: null, held_cents: null, remaining_cents: null, counters: [] };
  const limit = parseCents(limitCents);
  const spent = sum(balances.map((one) => one.used));
  const held = sum(balances.map((one) => one.held));
  const most = hasCounters ? Math.max(0, ...balances.map((one) => one.used + one.held)) : spent + held;
  return {
    current_spent_cents: formatCents(spent),
    held_cents: formatCents(held),
    remaining_cents: formatCents(Math.max(0, limit - most)),
    counters: hasCounters ? countersOf(balances, limit) : [],
  };
}

function countersOf(balances: readonly Balance[], limit: number): BudgetCounter[] {
  return balances
    .toSorted((left, right) => right.used - left.used)
    .slice(0, MAX_COUNTERS)
    .map(({ subject, used, held }) => ({
      subject,
      current_spent_cents: formatCents(used),
      held_cents: formatCents(held),
      remaining_cents: formatCents(Math.max(0, limit - used - held)),
    }));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
