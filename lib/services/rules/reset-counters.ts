import { AppError } from "@/lib/kernel/errors";
import { uuidV7 } from "@/lib/kernel/ids";
import { LedgerUnavailable } from "@/lib/ledger/port";
import type { ServiceContext } from "@/lib/services/context";

const MOST_TARGETS = 1_000;

/**
 * Sets what a rule's counters have used in their running period to zero, as adjustments that are stored like rows: counters
 * and evidence stay equal. Open holds stay. Throws `unavailable` while the ledger does not answer.
 */
export async function resetCounters(ctx: ServiceContext, ruleId: string): Promise<void> {
  try {
    await adjustToZero(ctx, ruleId);
  } catch (cause) {
    if (!(cause instanceof LedgerUnavailable)) throw cause;
    throw new AppError("unavailable", "The ledger does not answer, so nothing was reset. Try again shortly.", {
      cause,
    });
  }
}

/** As `resetCounters` before a rule counts something else; a ledger that is away keeps nobody from changing a rule. */
export async function forgetCounters(ctx: ServiceContext, ruleId: string): Promise<void> {
  try {
    await adjustToZero(ctx, ruleId);
  } catch (error) {
    ctx.report(error, { event: "counters_not_reset", workspace_id: ctx.workspaceId, rule_id: ruleId });
  }
}

async function adjustToZero(ctx: ServiceContext, ruleId: string): Promise<void> {
  const balances = await ctx.ledger.balances([{ ruleId }]);
  const targets = balances
    .filter(({ used, metric }) => used !== 0 && metric !== "concurrency")
    .map(({ subject, used }) => ({ ruleId, subject, delta: -used }));
  for (let at = 0; at < targets.length; at += MOST_TARGETS) {
    await ctx.ledger.adjust({
      id: uuidV7(ctx.clock.nowMs(), ctx.random),
      workspaceId: ctx.workspaceId,
      requestId: null,
      targets: targets.slice(at, at + MOST_TARGETS),
      reason: "reset",
    });
  }
}
