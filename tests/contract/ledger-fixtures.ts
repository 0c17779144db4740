import { createPeriods, type PeriodPlan } from "@/lib/kernel/periods";
import type { Closing, Ledger, Opening } from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";

export const START_MS = Date.parse("2026-03-02T12:00:00.000Z");
export const LEASE_MS = 30_000;

/** A clock that stands still until it is told to move. */
export function createManualClock(startMs = START_MS) {
  let now = startMs;
  return {
    nowMs: () => now,
    advance(ms: number) {
      now += ms;
    },
    set(ms: number) {
      now = ms;
    },
  };
}
export type ManualClock = ReturnType<typeof createManualClock>;

export type LedgerUnderTest = { ledger: Ledger; clock: ManualClock; close(): Promise<void> };

const DAY: PeriodPlan = { kind: "fixed", windowMs: 86_400_000, zone: "UTC" };

/** A check on a daily window unless `over` says otherwise; `windowMs` lays out its periods at `nowMs`. */
export function checkOf(over: Partial<Check> & { windowMs?: number; nowMs?: number } = {}): Check {
  const { windowMs, nowMs = START_MS, ...rest } = over;
  const periods = createPeriods(windowMs === undefined ? DAY : { kind: "fixed", windowMs, zone: "UTC" })(nowMs);
  return {
    ruleId: "rule",
    kind: "rate_limit",
    name: "A rule",
    scope: "TENANT",
    subject: "",
    metric: "requests",
    limit: 10,
    amount: 1,
    strategy: "FIXED_WINDOW",
    current: periods.current,
    next: periods.next,
    enforcement: "enforce",
    hard: true,
    priority: 100,
    ...rest,
  };
}

export function budgetOf(over: Partial<Check> & { windowMs?: number; nowMs?: number } = {}): Check {
  return checkOf({
    ruleId: "budget",
    kind: "budget",
    name: "A budget",
    metric: "cost_nano_usd",
    limit: 1_000_000_000,
    amount: 100_000_000,
    ...over,
  });
}

export function openingOf(requestId: string, over: Partial<Opening> = {}): Opening {
  return { requestId, workspaceId: "ws", versions: {}, fields: { model: "gpt-4o" }, ...over };
}

export function candidateOf(id: string, ...checks: Check[]): CandidatePlan {
  return { id, checks };
}

export const ONLY: readonly CandidatePlan[] = [{ id: "only", checks: [] }];

export const COMPLETED: Closing = { outcome: "completed", fields: { status_code: 200 } };

/** Admits against common checks alone; true if admitted. */
export async function isAdmitted(ledger: Ledger, requestId: string, ...common: Check[]): Promise<boolean> {
  return (await ledger.admit(openingOf(requestId), common, ONLY, LEASE_MS)).outcome === "admitted";
}

export async function settleOnly(
  ledger: Ledger,
  requestId: string,
  amounts: Parameters<Ledger["settle"]>[1][number]["amounts"],
) {
  return await ledger.settle(requestId, [{ candidateId: "only", amounts }], COMPLETED);
}

/** Used and held of a rule's one counter. */
export async function standing(ledger: Ledger, ruleId: string): Promise<{ used: number; held: number }> {
  const [balance] = await ledger.balances([{ ruleId }]);
  return { used: balance?.used ?? 0, held: balance?.held ?? 0 };
}
