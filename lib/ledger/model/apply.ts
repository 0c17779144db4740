import type { Crossing } from "@/lib/ledger/port";
import { chargesOf, keptAfterFailure, lastKnown } from "./charges";
import { amountOf } from "./check";
import { closeRequest, findClosed, putOut, settleLate } from "./closing";
import { addOpenEntries } from "./counter-rows";
import { findCounter, nameByEntry } from "./counter-table";
import { addHeld, adjustCounter, cellOf, openCounter } from "./counters";
import type { AdmitEvent, Hold, LedgerEvent } from "./events";
import { interruptedClosing } from "./interrupted";
import { NO_ROW } from "./rows";
import { type Entry, type LedgerState, type OpenRequest, type OutgoingRecord, rememberIn } from "./state";

const ADJUSTMENTS_KEPT = 100_000;
const RECORDED_KEPT = 20_000;
const NONE_CROSSED: readonly Crossing[] = [];

/**
 * Changes the state by one event that was decided before. Deterministic: the journal replays the same events.
 * Returns the thresholds that a settlement crossed.
 */
export function apply(state: LedgerState, event: LedgerEvent): readonly Crossing[] {
  state.lastMs = Math.max(state.lastMs, event.atMs);
  switch (event.kind) {
    case "admit":
      state.open.put(admitted(state, event));
      return NONE_CROSSED;
    case "record":
      rememberIn(state.recorded, event.requestId, event.atMs, RECORDED_KEPT);
      putOut(state, recordedAlone(event));
      return NONE_CROSSED;
    case "adjust":
      applyAdjustment(state, event);
      return NONE_CROSSED;
    case "bump":
      for (const [name, n] of Object.entries(event.versions)) state.versions.set(name, n);
      return NONE_CROSSED;
    case "acknowledge":
      for (const id of event.ids) state.outgoing.delete(Number(id));
      return NONE_CROSSED;
    case "settle":
      return applySettle(state, event);
    default: {
      const request = state.open.get(event.requestId);
      if (!request) return NONE_CROSSED;
      state.beforeRequest?.(request, null);
      return applyToOpen(state, request, event);
    }
  }
}

type OpenEvent = Extract<LedgerEvent, { kind: "start" | "cancel" | "extend" | "replace" | "renew" | "reap" }>;

function applyToOpen(state: LedgerState, request: OpenRequest, event: OpenEvent): readonly Crossing[] {
  const { atMs } = event;
  switch (event.kind) {
    case "start":
      request.isWaiting = false;
      request.leaseEndsAtMs = atMs + request.leaseMs;
      for (const entry of request.entries) {
        if (entry.check.metric === "concurrency" && !entry.isPast) addHeld(state, entry, entry.reserve, atMs);
      }
      return NONE_CROSSED;
    case "cancel":
      return closeRequest(state, request, null, event.closing, atMs, false);
    case "extend":
      for (const [index, amount] of event.adds) {
        const entry = request.entries[index];
        if (!entry) continue;
        entry.reserve += amount;
        addHeld(state, entry, amount, atMs);
      }
      return NONE_CROSSED;
    case "replace":
      replaced(state, request, event.candidateId, event.own, atMs);
      return NONE_CROSSED;
    case "renew":
      request.leaseEndsAtMs = atMs + request.leaseMs;
      request.meteredBefore = request.metered;
      request.metered = { ...request.metered, ...event.metered };
      return NONE_CROSSED;
    case "reap": {
      const charges = request.entries.map((e) => (e.check.metric === "concurrency" ? 0 : lastKnown(request, e)));
      return closeRequest(state, request, charges, interruptedClosing(request, charges), atMs, true);
    }
  }
}

function recordedAlone({ requestId, atMs, closing }: Extract<LedgerEvent, { kind: "record" }>): OutgoingRecord {
  return { requestId, createdAtMs: atMs, outcome: closing.outcome, opening: {}, closing: closing.fields };
}

function admitted(state: LedgerState, event: AdmitEvent): OpenRequest {
  const { opening, atMs, waitMs, leaseMs } = event;
  const isWaiting = waitMs > 0;
  const entries: Entry[] = [];
  for (const hold of event.common) entries.push(held(state, hold, null, 0, isWaiting, atMs));
  for (const hold of event.own) entries.push(held(state, hold, event.candidateId, 0, isWaiting, atMs));
  return {
    id: opening.requestId,
    workspaceId: opening.workspaceId,
    createdAtMs: atMs,
    leaseMs,
    waitMs,
    versions: opening.versions,
    fields: opening.fields,
    leaseEndsAtMs: atMs + waitMs + leaseMs,
    candidateId: event.candidateId,
    isWaiting,
    entries,
    round: 0,
    reserve: opening.reserve ?? {},
    metered: null,
    meteredBefore: null,
    admission: null,
    epoch: state.epoch,
  };
}

function held(
  state: LedgerState,
  { check, period, counter: known }: Hold,
  candidateId: string | null,
  round: number,
  isWaiting: boolean,
  atMs: number,
): Entry {
  const { counters } = state;
  const counter = openCounter(state, check, period, known);
  const cell = cellOf(counters, counter, period);
  addOpenEntries(counters.rows, counter, 1);
  nameByEntry(counters, counter, cell);
  const entry: Entry = {
    check,
    counter,
    cell,
    candidateId,
    round,
    reserve: check.amount,
    held: 0,
    charged: 0,
    isPast: false,
  };
  if (!isWaiting || check.metric !== "concurrency") addHeld(state, entry, check.amount, atMs);
  return entry;
}

function replaced(
  state: LedgerState,
  request: OpenRequest,
  candidateId: string,
  own: readonly Hold[],
  atMs: number,
): void {
  const { metered } = request;
  for (const entry of request.entries) {
    if (entry.isPast) continue;
    if (entry.candidateId !== null) {
      addHeld(state, entry, keptAfterFailure(entry, metered) - entry.held, atMs);
      entry.isPast = true;
    } else if (metered !== null && entry.check.metric !== "requests") {
      addHeld(state, entry, amountOf(metered, entry.check.metric) ?? 0, atMs);
    }
  }
  request.round += 1;
  for (const hold of own) request.entries.push(held(state, hold, candidateId, request.round, request.isWaiting, atMs));
  request.candidateId = candidateId;
  request.metered = null;
  request.meteredBefore = null;
}

function applySettle(state: LedgerState, event: Extract<LedgerEvent, { kind: "settle" }>): readonly Crossing[] {
  const request = state.open.get(event.requestId);
  if (request) {
    state.beforeRequest?.(request, null);
    const charges = chargesOf(request, event.actuals, (entry) => entry.held);
    return closeRequest(state, request, charges, event.closing, event.atMs, false);
  }
  const closed = findClosed(state, event.requestId);
  if (!closed) return NONE_CROSSED;
  state.beforeRequest?.(closed.request, closed);
  const charges = chargesOf(closed.request, event.actuals, (entry) => entry.charged);
  return settleLate(state, closed, charges, event.closing.fields, event.atMs);
}

function applyAdjustment(
  state: LedgerState,
  { adjustment, known, atMs }: Extract<LedgerEvent, { kind: "adjust" }>,
): void {
  rememberIn(state.adjusted, adjustment.id, atMs, ADJUSTMENTS_KEPT);
  const targets = adjustment.targets.map(({ ruleId, subject, delta }, index) => {
    const counter = known?.[index] === false ? NO_ROW : findCounter(state.counters, ruleId, subject);
    const metric = adjustCounter(state, counter, delta, atMs);
    return { rule_id: ruleId, subject, metric, delta };
  });
  putOut(state, {
    adjustment: {
      id: adjustment.id,
      workspace_id: adjustment.workspaceId,
      request_id: adjustment.requestId,
      created_at: new Date(atMs).toISOString(),
      reason: adjustment.reason,
      targets,
      fields: {},
    },
  });
}
