import type {
  AdjustmentRecord,
  Admission,
  Balance,
  BalanceQuery,
  DrainedBatch,
  LedgerRecord,
  OpenHold,
  OpenHoldFilter,
  Versions,
} from "@/lib/ledger/port";
import { isBucket } from "./check";
import { recordOf } from "./closing";
import { admissionFrom } from "./shrink-closed";
import { drained, standingOf, verdictOf } from "./standing";
import { type Counter, type Entry, FOREVER_MS, type LedgerState, type OpenRequest } from "./state";

const OPEN_HOLDS_DEFAULT = 1_000;

/** The versions that the ledger knows to be newer, or null when the caller's are fresh. */
export function newerVersions(state: LedgerState, versions: Versions): Versions | null {
  let newer: Record<string, number> | null = null;
  for (const name in versions) {
    const known = state.versions.get(name);
    if (known === undefined || known <= (versions[name] ?? 0)) continue;
    newer ??= {};
    newer[name] = known;
  }
  return newer;
}

/** Counters of the running period; one whose period has ended counts nothing any more. */
export function balances(state: LedgerState, queries: readonly BalanceQuery[], nowMs: number): Balance[] {
  const found: Balance[] = [];
  for (const { ruleId, subject } of queries) {
    const bySubject = state.counters.get(ruleId);
    if (!bySubject) continue;
    const counters = subject === undefined ? bySubject.values() : [bySubject.get(subject)];
    for (const counter of counters) {
      if (!counter || nowMs >= counter.cell.endMs) continue;
      const balance = balanceOf(counter, nowMs);
      // Idle counters may be forgotten at any time: those that still exist look the same as those that do not.
      if (balance.used !== 0 || balance.held !== 0) found.push(balance);
    }
  }
  return found;
}

function balanceOf(counter: Counter, nowMs: number): Balance {
  const { cell, ruleId, subject, metric } = counter;
  const hasPeriod = cell.endMs !== FOREVER_MS;
  const debt = hasPeriod || metric === "concurrency" ? null : Math.ceil(drained(counter, nowMs) / 1000);
  return {
    ruleId,
    subject,
    metric,
    used: debt === null ? cell.used : Math.max(0, debt - cell.held),
    held: cell.held,
    periodStartMs: hasPeriod ? cell.startMs : null,
    periodEndMs: hasPeriod ? cell.endMs : null,
  };
}

export function openHolds(state: LedgerState, filter: OpenHoldFilter): OpenHold[] {
  const limit = filter.limit ?? OPEN_HOLDS_DEFAULT;
  const found: OpenHold[] = [];
  for (const request of state.open.values()) {
    if (found.length >= limit) break;
    if (filter.workspaceId !== undefined && filter.workspaceId !== request.workspaceId) continue;
    if (filter.ruleId !== undefined && !request.entries.some((e) => e.check.ruleId === filter.ruleId)) continue;
    found.push({
      requestId: request.id,
      workspaceId: request.workspaceId,
      candidateId: request.candidateId,
      fields: request.fields,
      openedAtMs: request.createdAtMs,
      leaseEndsAtMs: request.leaseEndsAtMs,
      amounts: request.entries.filter((e) => e.held > 0).map(heldAmount),
    });
  }
  return found;
}

function heldAmount({ check, cell, held }: Entry): OpenHold["amounts"][number] {
  const { ruleId, subject, metric } = check;
  return { ruleId, subject, metric, amount: held, periodStartMs: cell.endMs === FOREVER_MS ? null : cell.startMs };
}

export function drain(state: LedgerState, max: number): DrainedBatch {
  const records: LedgerRecord[] = [];
  const adjustments: AdjustmentRecord[] = [];
  const ids: string[] = [];
  for (const [id, outgoing] of state.outgoing) {
    if (ids.length >= max) break;
    ids.push(id);
    if ("adjustment" in outgoing) adjustments.push(outgoing.adjustment);
    else records.push("record" in outgoing ? outgoing.record : recordOf(outgoing));
  }
  return { records, adjustments, ids };
}

/** The admission of an open request as it stands now; the first answer where it is still known. */
export function admissionOf(state: LedgerState, request: OpenRequest, nowMs: number): Admission {
  const { admission } = request;
  if (admission) return "verdicts" in admission ? admission : admissionFrom(request, admission);
  return {
    outcome: "admitted",
    candidateId: request.candidateId,
    verdicts: verdictsOfEntries(state, request, nowMs),
    passedOver: [],
    waitMs: request.waitMs,
    createdAtMs: request.createdAtMs,
  };
}

export function verdictsOfEntries(state: LedgerState, request: OpenRequest, nowMs: number) {
  return request.entries
    .filter((entry) => !entry.isPast)
    .map((entry) => {
      const { check, cell, counter } = entry;
      const isLive = isBucket(check) || (counter.cell === cell && nowMs < cell.endMs);
      const standing = isLive
        ? standingOf(state, check, nowMs)
        : { counter, period: cell, used: cell.used, held: cell.held, debtMilli: 0 };
      return verdictOf(check, standing, 0, true, nowMs);
    });
}
