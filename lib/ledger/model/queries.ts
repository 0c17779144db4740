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
import { endOf, periodOf } from "./cells";
import { isBucket } from "./check";
import { recordOf } from "./closing";
import { type CounterRow, currentOf } from "./counter-rows";
import { countersOf, findCounter, readCounter } from "./counter-table";
import { NO_ROW, type Rows } from "./rows";
import { admissionFrom } from "./shrink-closed";
import { drained, isCurrentEntry, standingAtAdmission, standingOf, verdictOf } from "./standing";
import { type Entry, FOREVER_MS, type LedgerState, type OpenRequest } from "./state";

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
  const { rows } = state.counters;
  const found: Balance[] = [];
  for (const { ruleId, subject } of queries) {
    for (const counter of countersIn(state, ruleId, subject)) {
      if (nowMs >= endOf(rows, currentOf(rows, counter))) continue;
      const balance = balanceOf(state, counter, nowMs);
      // Idle counters may be forgotten at any time: those that still exist look the same as those that do not.
      if (balance.used !== 0 || balance.held !== 0) found.push(balance);
    }
  }
  return found;
}

function countersIn({ counters }: LedgerState, ruleId: string, subject: string | undefined): Iterable<CounterRow> {
  if (subject === undefined) return countersOf(counters, ruleId);
  const counter = findCounter(counters, ruleId, subject);
  return counter === NO_ROW ? [] : [counter];
}

function balanceOf({ counters }: LedgerState, counter: CounterRow, nowMs: number): Balance {
  const { cell, ruleId, subject, metric } = readCounter(counters, counter);
  const hasPeriod = cell.endMs !== FOREVER_MS;
  const debt = hasPeriod || metric === "concurrency" ? null : Math.ceil(drained(counters.rows, counter, nowMs) / 1000);
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
      amounts: request.entries.filter((e) => e.held > 0).map((e) => heldAmount(state.counters.rows, e)),
    });
  }
  return found;
}

function heldAmount(rows: Rows, { check, cell, held }: Entry): OpenHold["amounts"][number] {
  const { ruleId, subject, metric } = check;
  const { startMs, endMs } = periodOf(rows, cell);
  return { ruleId, subject, metric, amount: held, periodStartMs: endMs === FOREVER_MS ? null : startMs };
}

export function drain(state: LedgerState, max: number): DrainedBatch {
  const records: LedgerRecord[] = [];
  const adjustments: AdjustmentRecord[] = [];
  const ids: string[] = [];
  for (const [n, outgoing] of state.outgoing.entries()) {
    if (ids.length >= max) break;
    ids.push(String(n));
    if ("adjustment" in outgoing) adjustments.push(outgoing.adjustment);
    else records.push("record" in outgoing ? outgoing.record : recordOf(outgoing));
  }
  return { records, adjustments, ids };
}

/** The admission of an open request as it stands now; the first answer where it is still known. */
export function admissionOf(state: LedgerState, request: OpenRequest, nowMs: number): Admission {
  const { admission } = request;
  if (admission) return "verdicts" in admission ? admission : admissionFrom(state, request, admission);
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
      const { check } = entry;
      const isLive = isBucket(check) || isCurrentEntry(state, entry, nowMs);
      const standing = isLive ? standingOf(state, check, nowMs) : standingAtAdmission(state, entry);
      return verdictOf(check, standing, 0, true, nowMs);
    });
}
