import type { RefusedCandidate } from "@/lib/ledger/port";
import type { CandidatePlan, Check, Period, Verdict } from "@/lib/ledger/rules";
import { InvalidCheck, refuses, requireCountable } from "./check";
import type { Hold } from "./events";
import { NO_ROW } from "./rows";
import { type Room, roomFor, type Standing, standingOf, verdictOf } from "./standing";
import type { LedgerState } from "./state";

/** What is given back (or, negative, taken) in the same step from the cell of a period. */
export type Released = (check: Check, period: Period) => number;

type Decided = { check: Check; standing: Standing; room: Room; pending: number };

/** `hasRefusal`: some check that refuses has no room, so that it is worth looking which. */
export type Plan = { decided: readonly Decided[]; waitMs: number; hasRefusal: boolean };

export type Choice =
  | {
      outcome: "chosen";
      candidate: CandidatePlan;
      common: Plan;
      own: Plan;
      waitMs: number;
      passedOver: RefusedCandidate[];
    }
  | { outcome: "refused"; by: Verdict; common: Plan; passedOver: RefusedCandidate[] };

const NOTHING: Released = () => 0;

/** Finds the first candidate that has room together with the common checks. Changes nothing. */
export function choose(
  state: LedgerState,
  common: readonly Check[],
  candidates: readonly CandidatePlan[],
  nowMs: number,
): Choice {
  if (candidates.length === 0)
    throw new InvalidCheck("An admission needs at least one candidate, if only one without checks.");
  const shared = planChecks(state, common, nowMs, []);
  // Whether a parallel slot is needed now depends on the candidate: one that waits needs none yet.
  const isRefusedAnyway = shared.hasRefusal && refusalOf(shared.decided, Number.POSITIVE_INFINITY, nowMs) !== null;
  const passedOver: RefusedCandidate[] = [];
  let by: Verdict | null = null;
  for (const candidate of candidates) {
    const own = planChecks(state, candidate.checks, nowMs, shared.decided);
    const waitMs = Math.max(shared.waitMs, own.waitMs);
    if (!shared.hasRefusal && !own.hasRefusal)
      return { outcome: "chosen", candidate, common: shared, own, waitMs, passedOver };
    const refusing = refusingVerdicts(own.decided, waitMs, nowMs);
    const sharedRefusal = refusalOf(shared.decided, waitMs, nowMs);
    const first = reported(sharedRefusal ? [sharedRefusal, ...refusing] : refusing);
    if (!first) return { outcome: "chosen", candidate, common: shared, own, waitMs, passedOver };
    if (!isRefusedAnyway)
      passedOver.push({ candidateId: candidate.id, verdicts: refusing.length > 0 ? refusing : [first] });
    by = by === null ? first : (reported([by, first]) ?? by);
  }
  if (by === null) throw new InvalidCheck("No candidate was decided.");
  return { outcome: "refused", by, common: shared, passedOver };
}

/** Looks at each check in turn; `before` are checks of the same request that are already taken. */
export function planChecks(
  state: LedgerState,
  checks: readonly Check[],
  nowMs: number,
  before: readonly Decided[],
  released: Released = NOTHING,
): Plan {
  const decided: Decided[] = [];
  let waitMs = 0;
  let hasRefusal = false;
  for (const check of checks) {
    requireCountable(check);
    const standing = standingOf(state, check, nowMs);
    const back = released === NOTHING ? 0 : released(check, standing.period);
    if (back !== 0) {
      standing.held -= back;
      standing.debtMilli = Math.max(0, standing.debtMilli - back * 1000);
    }
    const pending = pendingOn(check, standing, before) + pendingOn(check, standing, decided);
    const room = roomFor(check, standing, pending, check.amount);
    if (!room.allowed) hasRefusal ||= refuses(check);
    else if (room.waitMs > waitMs && refuses(check)) waitMs = room.waitMs;
    decided.push({ check, standing, room, pending });
  }
  return { decided, waitMs, hasRefusal };
}

/** The refusal to report: the lowest priority number, else the first. */
export function refusalOf(decided: readonly Decided[], waitMs: number, nowMs: number): Verdict | null {
  return reported(refusingVerdicts(decided, waitMs, nowMs));
}

/** Verdicts after the holds were made. A waiting request holds no parallel slot. */
export function verdictsOf(
  decided: readonly Decided[],
  isTaken: boolean,
  isWaiting: boolean,
  nowMs: number,
): Verdict[] {
  return decided.map(({ check, standing, room, pending }) => {
    const isDeferred = isWaiting && check.metric === "concurrency";
    return verdictOf(check, standing, isTaken && !isDeferred ? pending + check.amount : 0, room.allowed, nowMs);
  });
}

export function holdsOf(decided: readonly Decided[]): Hold[] {
  return decided.map(({ check, standing }) => ({ check, period: standing.period, counter: standing.counter }));
}

function refusingVerdicts(decided: readonly Decided[], waitMs: number, nowMs: number): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const { check, standing, room } of decided) {
    if (room.allowed || !refuses(check)) continue;
    if (waitMs > 0 && check.metric === "concurrency") continue;
    verdicts.push(verdictOf(check, standing, 0, false, nowMs));
  }
  return verdicts;
}

function reported(verdicts: readonly Verdict[]): Verdict | null {
  let first: Verdict | null = null;
  for (const verdict of verdicts) {
    if (first === null || verdict.priority < first.priority) first = verdict;
  }
  return first;
}

/** What checks of the same request take from the same counter; one that exists is known by itself, not by its names. */
function pendingOn({ ruleId, subject }: Check, { counter }: Standing, decided: readonly Decided[]): number {
  let sum = 0;
  for (const { check: other, standing } of decided) {
    const isSame =
      counter === NO_ROW
        ? standing.counter === NO_ROW && other.ruleId === ruleId && other.subject === subject
        : standing.counter === counter;
    if (isSame) sum += other.amount;
  }
  return sum;
}
