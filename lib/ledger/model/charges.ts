import type { Amounts, AttemptActuals } from "@/lib/ledger/port";
import { amountOf } from "./check";
import type { Entry, OpenRequest } from "./state";

/**
 * What each entry is charged, in the order of the entries. A request counts once on common `requests` rules and
 * once an attempt on its candidate's; unknown amounts keep the reserve; slots are never charged.
 */
export function chargesOf(
  request: OpenRequest,
  actuals: readonly AttemptActuals[],
  keeps: (entry: Entry) => number,
): number[] {
  const [only] = actuals;
  if (only && actuals.length === 1 && request.round === 0)
    return request.entries.map((entry) => chargeOfOne(entry, only, actuals, keeps));
  const lastRounds = new Map<string, number>();
  for (const { candidateId, round } of request.entries) if (candidateId !== null) lastRounds.set(candidateId, round);
  return request.entries.map((entry) => {
    const { candidateId, round } = entry;
    if (entry.check.metric === "concurrency") return 0;
    const attempts = candidateId === null ? actuals : actuals.filter((a) => a.candidateId === candidateId);
    if (attempts.length === 0) return keeps(entry);
    // The attempts of a candidate that was tried twice are told together: its last round takes them all.
    return candidateId === null || lastRounds.get(candidateId) === round ? sumOf(entry, attempts) : 0;
  });
}

/** As nearly always: one attempt on the first candidate. */
function chargeOfOne(
  entry: Entry,
  only: AttemptActuals,
  actuals: readonly AttemptActuals[],
  keeps: (entry: Entry) => number,
): number {
  if (entry.check.metric === "concurrency") return 0;
  const isMeant = entry.candidateId === null || entry.candidateId === only.candidateId;
  return isMeant ? sumOf(entry, actuals) : keeps(entry);
}

/** What a running attempt is taken to have consumed when its process is gone: what it told last and one step more. */
export function lastKnown(request: OpenRequest, entry: Entry): number {
  if (request.isWaiting) return 0;
  if (entry.isPast || entry.check.metric === "requests" || request.metered === null) return entry.held;
  const metered = amountOf(request.metered, entry.check.metric);
  if (metered === undefined) return entry.held;
  const before = request.meteredBefore && amountOf(request.meteredBefore, entry.check.metric);
  const step = before === null || before === undefined ? 0 : Math.max(0, metered - before);
  const failedBefore = entry.candidateId === null ? entry.held - entry.reserve : 0;
  return failedBefore + Math.max(metered, Math.min(entry.reserve, metered + step));
}

/** What stays held of an attempt that failed before its answer began, until settlement tells the truth. */
export function keptAfterFailure(entry: Entry, metered: Amounts | null): number {
  if (entry.check.metric === "concurrency") return 0;
  if (entry.check.metric === "requests") return entry.held;
  return metered === null ? 0 : Math.min(entry.held, amountOf(metered, entry.check.metric) ?? 0);
}

function sumOf(entry: Entry, attempts: readonly AttemptActuals[]): number {
  if (entry.check.metric === "requests" && entry.candidateId === null) return entry.reserve;
  let sum = 0;
  for (const { amounts } of attempts) sum += amountOf(amounts, entry.check.metric) ?? entry.reserve;
  return Math.min(Number.MAX_SAFE_INTEGER, sum);
}
