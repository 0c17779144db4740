import type { AdjustmentRecord, Closing, Crossing, LedgerRecord, RecordFields } from "@/lib/ledger/port";
import type { Check } from "@/lib/ledger/rules";
import { addOpenEntries } from "./counter-rows";
import { subjectTextOf, unnameByEntry } from "./counter-table";
import { chargeEntry, rechargeEntry } from "./counters";
import { forgetSettled, putSettled, readSettled, rewriteSettled } from "./settled";
import { sharedFacts, shrinkClosed } from "./shrink-closed";
import {
  type ClosedRequest,
  type LedgerState,
  type OpenRequest,
  type Outgoing,
  type OutgoingRecord,
  rememberIn,
} from "./state";
import { crossingsOf } from "./thresholds";

const SETTLED_KEPT = 20_000;
const REAPED_KEPT = 100_000;
const REAPED_KEPT_MS = 86_400_000;
const NONE_CROSSED: readonly Crossing[] = [];

/** Ends every hold of a request with its charge, writes its record, and remembers it for repeats and late truth. */
export function closeRequest(
  state: LedgerState,
  request: OpenRequest,
  charges: readonly number[] | null,
  closing: Closing,
  atMs: number,
  isReaped: boolean,
): readonly Crossing[] {
  const { id, createdAtMs, entries } = request;
  let crossed: Crossing[] | null = null;
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index];
    if (!entry) continue;
    chargeEntry(state, entry, charges?.[index] ?? 0, atMs);
    addOpenEntries(state.counters.rows, entry.counter, -1);
    crossed = crossingsOf(state.counters, entry, crossed);
  }
  const fields = crossed ? { ...closing.fields, crossed_thresholds: crossed } : closing.fields;
  putOut(state, { requestId: id, createdAtMs, outcome: closing.outcome, opening: request.fields, closing: fields });
  state.open.delete(id);
  const closed = { request, closedAtMs: atMs, lateSettlements: 0 };
  if (isReaped) rememberReaped(state, closed);
  else rememberSettled(state, closed);
  return crossed ?? NONE_CROSSED;
}

function rememberReaped(state: LedgerState, closed: ClosedRequest): void {
  shrinkClosed(state, closed.request);
  rememberIn(state.reaped, closed.request.id, closed, REAPED_KEPT, (forgotten) => letGo(state, forgotten));
}

function rememberSettled(state: LedgerState, closed: ClosedRequest): void {
  const { settled, counters } = state;
  // One that was put back is told of from its own checks, should its admission be repeated.
  const factsOf = (check: Check) => (closed.request.admission === null ? check : sharedFacts(state, check));
  putSettled(settled, closed, factsOf);
  forgetSettled(settled, SETTLED_KEPT, (counter, cell) => unnameByEntry(counters, counter, cell));
}

/** Charges the difference to what a closed request was charged before, and writes it as an adjustment. */
export function settleLate(
  state: LedgerState,
  closed: ClosedRequest,
  charges: readonly number[],
  fields: RecordFields,
  atMs: number,
): readonly Crossing[] {
  const { request } = closed;
  let crossed: Crossing[] | null = null;
  const targets: AdjustmentRecord["targets"][number][] = [];
  request.entries.forEach((entry, index) => {
    const delta = (charges[index] ?? 0) - entry.charged;
    if (delta === 0) return;
    rechargeEntry(state, entry, delta, atMs);
    crossed = crossingsOf(state.counters, entry, crossed);
    const subject = subjectTextOf(state.counters, entry.counter);
    targets.push({ rule_id: entry.check.ruleId, subject, metric: entry.check.metric, delta });
  });
  closed.lateSettlements += 1;
  rewriteSettled(state.settled, closed);
  const isFirstAfterReap = state.reaped.has(request.id) && closed.lateSettlements === 1;
  if (targets.length > 0 || isFirstAfterReap) {
    putOut(state, {
      adjustment: {
        id: `${request.id}/late/${closed.lateSettlements}`,
        workspace_id: request.workspaceId,
        request_id: request.id,
        created_at: new Date(atMs).toISOString(),
        reason: "late_settle",
        targets,
        fields: crossed ? { ...fields, crossed_thresholds: crossed } : fields,
      },
    });
  }
  return crossed ?? NONE_CROSSED;
}

/** What was known at the opening, under what is known at the end. */
export function recordOf({ requestId, createdAtMs, outcome, opening, closing }: OutgoingRecord): LedgerRecord {
  return { ...opening, ...closing, request_id: requestId, created_at: isoTime(createdAtMs), outcome };
}

let latest = { ms: 0, text: new Date(0).toISOString() };

/** Of many calls of one millisecond only the first is written out. */
function isoTime(ms: number): string {
  if (latest.ms !== ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
}

export function putOut(state: LedgerState, outgoing: Outgoing): void {
  state.outgoing.put(state.nextOutgoing, outgoing);
  state.nextOutgoing += 1;
}

export function findClosed(state: LedgerState, requestId: string): ClosedRequest | undefined {
  return state.reaped.get(requestId) ?? readSettled(state.settled, requestId);
}

/** Forgets reaped requests whose settlement is not to be expected any more. */
export function forgetReaped(state: LedgerState, nowMs: number): void {
  for (const [id, closed] of state.reaped) {
    if (closed.closedAtMs > nowMs - REAPED_KEPT_MS) return;
    state.reaped.delete(id);
    letGo(state, closed);
  }
}

/** What the entries of a forgotten request named is used again: no snapshot that is being written may look there. */
function letGo({ counters, epoch }: LedgerState, { request }: ClosedRequest): void {
  request.epoch = epoch;
  for (const { counter, cell } of request.entries) unnameByEntry(counters, counter, cell);
}
