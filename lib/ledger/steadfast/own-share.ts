import { createLedgerModel, type LedgerModel } from "@/lib/ledger/model/model";
import type { Admission, Opening, Versions } from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";
import { hasHardBudget, type Kept, reopeningOf } from "./kept-request";

export type OwnShare = {
  readonly model: LedgerModel;
  /** Null: this process alone may not say. */
  admit(
    nowMs: number,
    opening: Opening,
    common: readonly Check[],
    candidates: readonly CandidatePlan[],
    leaseMs: number,
  ): Admission | null;
};

/**
 * What one of `processes` may let through by itself while the store is away: of each rate limit its share, counted here
 * alone from `running` on. A share that is used up is no limit that is used up, so it is told as `null`, unless it is all.
 */
export function createOwnShare(
  processes: number,
  running: Iterable<Kept>,
  versions: Versions,
  nowMs: number,
): OwnShare {
  const model = createLedgerModel(() => undefined);
  model.bump(nowMs, versions);
  for (const kept of running) {
    const { opening, createdAtMs, candidateId, common, own } = reopeningOf(kept);
    const slots = { common: common.filter(isSlot), own: own.filter(isSlot) };
    model.restore(nowMs, [{ opening, createdAtMs, candidateId, ...slots }], kept.leaseMs);
  }
  return {
    model,
    admit(atMs, opening, common, candidates, leaseMs) {
      if (hasHardBudget(common)) return null;
      const open = candidates.filter(({ checks }) => !hasHardBudget(checks));
      if (open.length === 0) return null;
      const shares = open.map(({ id, checks }) => ({ id, checks: sharesOf(checks, processes) }));
      const admission = model.admit(atMs, opening, sharesOf(common, processes), shares, leaseMs);
      return admission.outcome === "refused" && processes > 1 ? null : admission;
    },
  };
}

/** Soft budgets and shadow rules refuse nothing: the store counts them once it is back. */
function sharesOf(checks: readonly Check[], processes: number): Check[] {
  return checks
    .filter(({ kind, enforcement }) => kind === "rate_limit" && enforcement === "enforce")
    .map((check) => (processes === 1 ? check : shareOf(check, processes)));
}

function shareOf(check: Check, processes: number): Check {
  const { bucket } = check;
  return {
    ...check,
    limit: Math.floor(check.limit / processes),
    ...(bucket
      ? {
          bucket: {
            capacity: Math.floor(bucket.capacity / processes),
            refillPerSecond: bucket.refillPerSecond / processes,
            maxWaitMs: bucket.maxWaitMs,
          },
        }
      : {}),
  };
}

function isSlot(check: Check): boolean {
  return check.metric === "concurrency";
}
