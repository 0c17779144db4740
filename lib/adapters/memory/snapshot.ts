import { type CellRow, readCell } from "@/lib/ledger/model/cells";
import { recordOf } from "@/lib/ledger/model/closing";
import { type CounterRow, epochOf, isLive, setEpoch } from "@/lib/ledger/model/counter-rows";
import { type CounterTable, subjectTextOf } from "@/lib/ledger/model/counter-table";
import { readSettled, setSettledEpoch } from "@/lib/ledger/model/settled";
import type { ClosedRequest, Entry, LedgerState, OpenRequest, Outgoing } from "@/lib/ledger/model/state";
import { createCounterWriter, type ItemSink } from "./counter-writer";
import { createRuleTable } from "./rule-table";
import type { NamedItem, PackedCell, PackedEntry, PackedRequest, SnapshotItem } from "./snapshot-items";

/** Repeats of a settlement or admission come within seconds; a snapshot need not carry all that memory holds. */
const SETTLED_WRITTEN = 2_000;
const IDS_AN_ITEM = 1_000;
/** Looked at between two glances at the clock: some 200 counters. */
const ROWS_A_TURN = 600;

export type StateDump = {
  /** Writes on while `isInTime` says so, but always something; false once all is written. */
  step(isInTime: () => boolean): boolean;
  stop(): void;
};

/**
 * Writes the state as it stands now, bit by bit while others go on changing it: a counter or request that is about to
 * change is written first. What is forgotten or acknowledged meanwhile may be missing: the journal says so again.
 */
export function dumpState(state: LedgerState, sink: ItemSink<SnapshotItem>, rowsATurn = ROWS_A_TURN): StateDump {
  state.epoch += 1;
  const { epoch } = state;
  const counters = createCounterWriter(state.counters, sink);
  const requests = createRequestWriter(state.counters, sink.add);
  const { rows } = state.counters;
  const dumpCounter = (counter: CounterRow) => {
    if (epochOf(rows, counter) === epoch || !isLive(rows, counter)) return;
    setEpoch(rows, counter, epoch);
    counters.add(counter);
  };
  const dumpRequest = (request: OpenRequest, closed: ClosedRequest | null) => {
    if (request.epoch === epoch) return;
    request.epoch = epoch;
    setSettledEpoch(state.settled, request.id, epoch);
    requests.add(request, closed, state.reaped.has(request.id));
  };
  state.beforeChange = dumpCounter;
  state.beforeRequest = dumpRequest;
  const work = allOf(state, momentOf(state), { write: sink.add, dumpCounter, dumpRequest, rowsATurn });
  return {
    step(isInTime) {
      let hasMore = true;
      do hasMore = work.next().done !== true;
      while (hasMore && isInTime());
      counters.flush();
      return hasMore;
    },
    stop() {
      if (state.beforeChange === dumpCounter) state.beforeChange = null;
      if (state.beforeRequest === dumpRequest) state.beforeRequest = null;
    },
  };
}

/** What must be as it is now, although it is written last. */
function momentOf(state: LedgerState) {
  const { nextOutgoing, lastMs } = state;
  const settled = state.settled.ids.latest(SETTLED_WRITTEN);
  return { nextOutgoing, lastMs, versions: [...state.versions], settled };
}

type Tools = {
  write(item: SnapshotItem): void;
  dumpCounter(counter: CounterRow): void;
  dumpRequest(request: OpenRequest, closed: ClosedRequest | null): void;
  rowsATurn: number;
};

function* allOf(state: LedgerState, moment: ReturnType<typeof momentOf>, tools: Tools): Generator<void, void> {
  const { write, dumpCounter, dumpRequest, rowsATurn } = tools;
  const { settled, nextOutgoing, lastMs, versions } = moment;
  for (let from = 0; from < state.counters.rows.length; from += rowsATurn) {
    yield dumpCounters(state.counters, from, rowsATurn, dumpCounter);
  }
  for (const request of state.open.values()) yield dumpRequest(request, null);
  for (const closed of state.reaped.values()) yield dumpRequest(closed.request, closed);
  for (const id of settled) {
    const closed = readSettled(state.settled, id);
    if (closed) yield dumpRequest(closed.request, closed);
  }
  for (const [n, outgoing] of state.outgoing.entries()) {
    if (n >= nextOutgoing) break;
    yield write({ kind: "out", id: String(n), outgoing: wholeOf(outgoing) });
  }
  yield* idsOf("adjusted", state.adjusted, write);
  yield* idsOf("recorded", state.recorded, write);
  write({ kind: "state", versions, nextOutgoing, lastMs });
}

function dumpCounters({ rows }: CounterTable, from: number, count: number, dump: (counter: CounterRow) => void): void {
  const end = Math.min(rows.length, from + count);
  for (let counter = from; counter < end; counter += 1) dump(counter);
}

function* idsOf(
  kind: "adjusted" | "recorded",
  known: ReadonlyMap<string, number>,
  write: (item: NamedItem) => void,
): Generator<void, void> {
  let ids: (readonly [string, number])[] = [];
  for (const one of known) {
    ids.push(one);
    if (ids.length < IDS_AN_ITEM) continue;
    yield write({ kind, ids });
    ids = [];
  }
  if (ids.length > 0) write({ kind, ids });
}

function createRequestWriter(counters: CounterTable, write: (item: NamedItem) => void) {
  const rules = createRuleTable((n, facts) => write({ kind: "rule", n, facts }));
  return {
    add(request: OpenRequest, closed: ClosedRequest | null, isReaped: boolean): void {
      const { entries, admission: _admission, epoch: _epoch, ...rest } = request;
      const packed: PackedRequest = {
        ...rest,
        entries: entries.map((entry) => packEntry(counters, entry, rules.numberOf(entry.check))),
      };
      if (closed === null) {
        write({ kind: "open", request: packed });
        return;
      }
      const { closedAtMs, lateSettlements } = closed;
      write({ kind: isReaped ? "reaped" : "settled", request: packed, closedAtMs, lateSettlements });
    },
  };
}

function wholeOf(outgoing: Outgoing): Exclude<Outgoing, { requestId: string }> {
  return "requestId" in outgoing ? { record: recordOf(outgoing) } : outgoing;
}

function packEntry(counters: CounterTable, entry: Entry, rule: number): PackedEntry {
  const { check, cell, counter, ...rest } = entry;
  const subject = subjectTextOf(counters, counter);
  return { ...rest, rule, subject, amount: check.amount, cell: packCell(counters, cell) };
}

function packCell({ rows }: CounterTable, cell: CellRow): PackedCell {
  const { startMs, endMs, used, held, crossed } = readCell(rows, cell);
  return [startMs, endMs, used, held, crossed];
}
