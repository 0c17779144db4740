import type { Balance } from "@/lib/ledger/port";
import type { ServiceContext } from "@/lib/services/context";

/** Counters of the given rules in one question; null while the ledger does not answer, which is reported and nobody's mistake. */
export async function readBalances(ctx: ServiceContext, ids: readonly string[]): Promise<readonly Balance[] | null> {
  if (ids.length === 0) return [];
  try {
    return await ctx.ledger.balances(ids.map((ruleId) => ({ ruleId })));
  } catch (error) {
    ctx.report(error, { event: "balances_not_read", workspace_id: ctx.workspaceId });
    return null;
  }
}

/** The counters by their rule. */
export function balancesByRule(balances: readonly Balance[]): ReadonlyMap<string, readonly Balance[]> {
  const byRule = new Map<string, Balance[]>();
  for (const balance of balances) {
    const known = byRule.get(balance.ruleId);
    if (known) known.push(balance);
    else byRule.set(balance.ruleId, [balance]);
  }
  return byRule;
}
