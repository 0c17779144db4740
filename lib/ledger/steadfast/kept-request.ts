import { amountOf } from "@/lib/ledger/model/check";
import type { Amounts, AttemptActuals, Closing, Opening, Reopening } from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";

export type End =
  | { kind: "settle"; actuals: readonly AttemptActuals[]; closing: Closing }
  | { kind: "cancel"; closing: Closing };

/** What a process knows of a request that it opened, until Postgres has its row: enough to open it once more. */
export type Kept = {
  readonly opening: Opening;
  readonly leaseMs: number;
  readonly createdAtMs: number;
  candidateId: string;
  readonly common: readonly Check[];
  own: readonly Check[];
  extended: Amounts | null;
  metered: Amounts | null;
  end: End | null;
  /** Whether the store has it, as far as this process knows. */
  isInStore: boolean;
  /** Whether the store has its end as well. */
  isTold: boolean;
};

export function keptRequest(
  opening: Opening,
  common: readonly Check[],
  candidate: CandidatePlan,
  leaseMs: number,
  createdAtMs: number,
  isInStore: boolean,
): Kept {
  return {
    opening,
    leaseMs,
    createdAtMs,
    candidateId: candidate.id,
    common,
    own: candidate.checks,
    extended: null,
    metered: null,
    end: null,
    isInStore,
    isTold: false,
  };
}

export function reopeningOf(kept: Kept): Reopening {
  const { opening, createdAtMs, candidateId, common, own, extended } = kept;
  const raised = (check: Check): Check =>
    extended === null ? check : { ...check, amount: raisedAmount(check, extended) };
  return { opening, createdAtMs, candidateId, common: common.map(raised), own: own.map(raised) };
}

export function addAmounts(left: Amounts | null, right: Amounts): Amounts {
  const sum: Record<string, number> = { ...left };
  for (const [metric, amount] of Object.entries(right)) sum[metric] = (sum[metric] ?? 0) + (amount ?? 0);
  return sum;
}

/** Whether some rule must refuse rather than guess: a budget or credit that is hard. */
export function hasHardBudget(checks: readonly Check[]): boolean {
  return checks.some((check) => check.kind !== "rate_limit" && check.hard && check.enforcement === "enforce");
}

/** A token limit's hold never grows beyond the limit, as at admission. */
function raisedAmount(check: Check, extended: Amounts): number {
  const amount = check.amount + (amountOf(extended, check.metric) ?? 0);
  const isTokenLimit = check.kind === "rate_limit" && check.metric.endsWith("_tokens");
  return isTokenLimit
    ? Math.max(check.amount, Math.min(amount, Math.floor(check.bucket?.capacity ?? check.limit)))
    : amount;
}
