import type { Amounts } from "@/lib/ledger/port";
import type { CandidatePlan, Check, Period, Verdict } from "@/lib/ledger/rules";
import { startOf } from "./cells";
import { keptAfterFailure } from "./charges";
import { amountOf, isBucket, refuses } from "./check";
import { holdsOf, type Plan, planChecks, refusalOf } from "./decide";
import type { Hold } from "./events";
import { isCurrentEntry, roomFor, type Standing, standingAtAdmission, standingOf, verdictOf } from "./standing";
import type { Entry, LedgerState, OpenRequest } from "./state";

/** The refusing verdict if the slots that a waiting request needs are taken. */
export function planStart(state: LedgerState, request: OpenRequest, nowMs: number): Verdict | null {
  const slots = request.entries.filter((e) => e.check.metric === "concurrency" && !e.isPast).map((e) => e.check);
  return refusalOf(planChecks(state, slots, nowMs, []).decided, 0, nowMs);
}

export type ExtensionPlan = { by: Verdict | null; adds: [number, number][] };

/** Room for more of what the running attempt holds, in the period that admitted it. */
export function planExtension(state: LedgerState, request: OpenRequest, delta: Amounts, nowMs: number): ExtensionPlan {
  return planAdditions(state, request, nowMs, (entry) => clamped(entry, extensionOf(delta, entry.check)));
}

export type ReplacementPlan = { by: Verdict | null; own: Hold[] };

/** Room for another candidate once the present one's holds are given back, and for what the present one consumed. */
export function planReplacement(
  state: LedgerState,
  request: OpenRequest,
  candidate: CandidatePlan,
  nowMs: number,
): ReplacementPlan {
  const { metered } = request;
  const consumed = planAdditions(state, request, nowMs, (entry) =>
    metered === null || entry.candidateId !== null || entry.check.metric === "requests"
      ? 0
      : (amountOf(metered, entry.check.metric) ?? 0),
  );
  if (consumed.by) return { by: consumed.by, own: [] };
  const released = (check: Check, period: Period) => {
    let sum = 0;
    request.entries.forEach((entry, index) => {
      // What the period before held leaves no room in this one.
      if (
        entry.isPast ||
        !isSameCounter(entry.check, check) ||
        startOf(state.counters.rows, entry.cell) !== period.startMs
      )
        return;
      if (entry.candidateId !== null) sum += entry.held - keptAfterFailure(entry, metered);
      else for (const [at, added] of consumed.adds) if (at === index) sum -= added;
    });
    return sum;
  };
  const plan = planChecks(state, candidate.checks, nowMs, [], released);
  const by = refusalOf(plan.decided, 0, nowMs) ?? waitingVerdict(plan.decided, nowMs);
  return by ? { by, own: [] } : { by: null, own: holdsOf(plan.decided) };
}

/** A retry never queues: a leaky bucket that would make it wait refuses it. */
function waitingVerdict(decided: Plan["decided"], nowMs: number): Verdict | null {
  const waiting = decided.find(({ check, room }) => refuses(check) && room.waitMs > 0);
  return waiting ? verdictOf(waiting.check, waiting.standing, 0, false, nowMs) : null;
}

function planAdditions(
  state: LedgerState,
  request: OpenRequest,
  nowMs: number,
  amountFor: (entry: Entry) => number,
): ExtensionPlan {
  const adds: [number, number][] = [];
  let by: Verdict | null = null;
  request.entries.forEach((entry, index) => {
    const amount = entry.isPast ? 0 : amountFor(entry);
    if (amount === 0) return;
    const { check } = entry;
    const standing = standingOfEntry(state, entry, nowMs);
    const pending = adds.reduce((sum, [at, added]) => sum + (request.entries[at]?.cell === entry.cell ? added : 0), 0);
    // The place in a leaky bucket's queue is behind a running attempt: more units only lengthen it for others.
    const fits =
      check.strategy === "LEAKY_BUCKET" && isBucket(check) ? true : roomFor(check, standing, pending, amount).allowed;
    adds.push([index, amount]);
    if (fits || !refuses(check)) return;
    if (by === null || check.priority < by.priority) by = verdictOf(check, standing, 0, false, nowMs);
  });
  return { by, adds };
}

/** The cell of admission, whatever period has begun since. */
function standingOfEntry(state: LedgerState, entry: Entry, nowMs: number): Standing {
  const { check } = entry;
  if (isBucket(check)) return standingOf(state, check, nowMs);
  const standing = standingAtAdmission(state, entry);
  return isCurrentEntry(state, entry, nowMs) ? { ...standing, used: standingOf(state, check, nowMs).used } : standing;
}

/** A rate limit bounds what one request holds by its capacity; the truth is charged at settlement. */
function clamped({ check, reserve }: Entry, amount: number): number {
  if (check.kind !== "rate_limit") return amount;
  const capacity = isBucket(check) && check.bucket ? Math.floor(check.bucket.capacity) : check.limit;
  return Math.min(amount, Math.max(0, capacity - reserve));
}

function extensionOf(delta: Amounts, { metric }: Check): number {
  if (metric === "concurrency" || metric === "requests") return 0;
  if (metric !== "total_tokens" || delta.total_tokens !== undefined) return delta[metric] ?? 0;
  return (delta.input_tokens ?? 0) + (delta.output_tokens ?? 0);
}

function isSameCounter(a: Check, b: Check): boolean {
  return a.ruleId === b.ruleId && a.subject === b.subject;
}
