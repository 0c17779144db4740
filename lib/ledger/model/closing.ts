import type { AdjustmentRecord, Closing, Crossing, LedgerRecord, Outcome, RecordFields } from "@/lib/ledger/port";
import { chargeEntry, rechargeEntry } from "./counters";
import { type ClosedRequest, type LedgerState, type OpenRequest, type Outgoing, rememberIn } from "./state";
import { crossingsOf } from "./thresholds";

const SETTLED_KEPT = 20_000;
const REAPED_KEPT = 100_000;
const REAPED_KEPT_MS = 86_400_000;

/** Ends every hold of a request with its charge, writes its record, and remembers it for repeats and late truth. */
export function closeRequest(
  state: LedgerState,
  request: OpenRequest,
  charges: readonly number[],
  closing: Closing,
  atMs: number,
  isReaped: boolean,
): Crossing[] {
  const crossed: Crossing[] = [];
  request.entries.forEach((entry, index) => {
    chargeEntry(state, entry, charges[index] ?? 0, atMs);
    entry.counter.openEntries -= 1;
    crossed.push(...crossingsOf(entry));
  });
  const lastFields = crossed.length > 0 ? { ...closing.fields, crossed_thresholds: crossed } : closing.fields;
  putOut(state, { record: recordOf(request.id, request.createdAtMs, closing.outcome, request.fields, lastFields) });
  state.open.delete(request.id);
  request.fields = {};
  const closed = { request, closedAtMs: atMs, lateSettlements: 0 };
  if (isReaped) rememberIn(state.reaped, request.id, closed, REAPED_KEPT);
  else rememberIn(state.settled, request.id, closed, SETTLED_KEPT);
  return crossed;
}

/** Charges the difference to what a closed request was charged before, and writes it as an adjustment. */
export function settleLate(
  state: LedgerState,
  closed: ClosedRequest,
  charges: readonly number[],
  fields: RecordFields,
  atMs: number,
): Crossing[] {
  const { request } = closed;
  const crossed: Crossing[] = [];
  const targets: AdjustmentRecord["targets"][number][] = [];
  request.entries.forEach((entry, index) => {
    const delta = (charges[index] ?? 0) - entry.charged;
    if (delta === 0) return;
    rechargeEntry(state, entry, delta, atMs);
    crossed.push(...crossingsOf(entry));
    targets.push({ rule_id: entry.check.ruleId, subject: entry.check.subject, metric: entry.check.metric, delta });
  });
  closed.lateSettlements += 1;
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
        fields: crossed.length > 0 ? { ...fields, crossed_thresholds: crossed } : fields,
      },
    });
  }
  return crossed;
}

/** What was known at the opening, under what is known at the end. */
export function recordOf(
  requestId: string,
  createdAtMs: number,
  outcome: Outcome,
  opening: RecordFields,
  closing: RecordFields,
): LedgerRecord {
  return { ...opening, ...closing, request_id: requestId, created_at: isoTime(createdAtMs), outcome };
}

let latest = { ms: 0, text: new Date(0).toISOString() };

/** Of many calls of one millisecond only the first is written out. */
function isoTime(ms: number): string {
  if (latest.ms !== ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
}

export function putOut(state: LedgerState, outgoing: Outgoing): void {
  state.outgoing.set(String(state.nextOutgoing), outgoing);
  state.nextOutgoing += 1;
}

export function findClosed(state: LedgerState, requestId: string): ClosedRequest | undefined {
  return state.reaped.get(requestId) ?? state.settled.get(requestId);
}

/** Forgets reaped requests whose settlement is not to be expected any more. */
export function forgetReaped(state: LedgerState, nowMs: number): void {
  for (const [id, { closedAtMs }] of state.reaped) {
    if (closedAtMs > nowMs - REAPED_KEPT_MS) return;
    state.reaped.delete(id);
  }
}
