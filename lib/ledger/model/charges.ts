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
  const charges = new Array<number>(request.entries.length).fill(0);
  const told = new Set<string>();
  // A candidate tried twice has two entries a rule: its attempts are charged to the later one.
  for (let index = request.entries.length - 1; index >= 0; index -= 1) {
    const entry = request.entries[index];
    if (!entry || entry.check.metric === "concurrency") continue;
    const attempts = entry.candidateId === null ? actuals : actuals.filter((a) => a.candidateId === entry.candidateId);
    if (attempts.length > 0 && entry.candidateId !== null) {
      const name = `${entry.candidateId}\n${entry.check.ruleId}\n${entry.check.subject}`;
      if (told.has(name)) continue;
      told.add(name);
    }
    charges[index] = attempts.length === 0 ? keeps(entry) : sumOf(entry, attempts);
  }
  return charges;
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
