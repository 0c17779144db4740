import { recordOf } from "@/lib/ledger/model/closing";
import type { Cell, ClosedRequest, Counter, Entry, LedgerState, OpenRequest, Outgoing } from "@/lib/ledger/model/state";
import type { Metric } from "@/lib/ledger/rules";
import { checkOf, createRuleTable, type RuleFacts } from "./rule-table";

type PackedCell = readonly [startMs: number, endMs: number, used: number, held: number, crossed: number];
type PackedEntry = {
  rule: number;
  subject: string;
  amount: number;
  cell: PackedCell;
  candidateId: string | null;
  round: number;
  reserve: number;
  held: number;
  charged: number;
  isPast: boolean;
};
type PackedRequest = Omit<OpenRequest, "entries" | "admission"> & { entries: PackedEntry[] };

export type SnapshotLine =
  | { kind: "rule"; n: number; facts: RuleFacts }
  | {
      kind: "counter";
      ruleId: string;
      subject: string;
      metric: Metric;
      cells: PackedCell[];
      debt: [number, number, number];
    }
  | { kind: "open"; request: PackedRequest }
  | { kind: "reaped" | "settled"; request: PackedRequest; closedAtMs: number; lateSettlements: number }
  | { kind: "out"; id: string; outgoing: Outgoing }
  | { kind: "adjusted" | "recorded"; ids: (readonly [string, number])[] }
  | { kind: "state"; versions: [string, number][]; nextOutgoing: number; lastMs: number };

/** Repeats of a settlement or admission come within seconds; a snapshot need not carry all that memory holds. */
const SETTLED_WRITTEN = 2_000;

/** Everything but the counters, to stand behind them: what is open, closed lately, on its way out, and known. */
export function dumpRest(state: LedgerState, write: (line: SnapshotLine) => void): void {
  const rules = createRuleTable((n, facts) => write({ kind: "rule", n, facts }));
  const pack = (request: OpenRequest): PackedRequest => {
    const { entries, admission: _admission, ...rest } = request;
    return { ...rest, entries: entries.map((entry) => packEntry(entry, rules.numberOf(entry.check))) };
  };
  for (const request of state.open.values()) write({ kind: "open", request: pack(request) });
  const writeClosed = (kind: "reaped" | "settled", { request, closedAtMs, lateSettlements }: ClosedRequest) =>
    write({ kind, request: pack(request), closedAtMs, lateSettlements });
  for (const closed of state.reaped.values()) writeClosed("reaped", closed);
  for (const closed of [...state.settled.values()].slice(-SETTLED_WRITTEN)) writeClosed("settled", closed);
  for (const [id, outgoing] of state.outgoing) {
    const isInParts = !("adjustment" in outgoing || "record" in outgoing);
    write({ kind: "out", id, outgoing: isInParts ? { record: recordOf(outgoing) } : outgoing });
  }
  write({ kind: "adjusted", ids: [...state.adjusted] });
  write({ kind: "recorded", ids: [...state.recorded] });
  write({ kind: "state", versions: [...state.versions], nextOutgoing: state.nextOutgoing, lastMs: state.lastMs });
}

/**
 * Writes every counter as it stands now, `step` by step while others go on changing them: a counter that is about to
 * change is written first. `step` returns false once all are written.
 */
export function dumpCounters(
  state: LedgerState,
  write: (line: SnapshotLine) => void,
): { step(count: number): boolean; stop(): void } {
  state.epoch += 1;
  const { epoch } = state;
  const dump = (counter: Counter) => {
    if (counter.epoch === epoch) return;
    counter.epoch = epoch;
    write(packCounter(counter));
  };
  state.beforeChange = dump;
  const counters = allCounters(state);
  return {
    step(count) {
      for (let n = 0; n < count; n += 1) {
        const next = counters.next();
        if (next.done) return false;
        dump(next.value);
      }
      return true;
    },
    stop() {
      if (state.beforeChange === dump) state.beforeChange = null;
    },
  };
}

function* allCounters(state: LedgerState): Generator<Counter, void> {
  for (const bySubject of state.counters.values()) yield* bySubject.values();
}

/** Rebuilds a state line by line. Holds of ended periods share one cell again. */
export function createStateLoader(state: LedgerState): (line: SnapshotLine) => void {
  const rules = new Map<number, RuleFacts>();
  const ended = new Map<string, Cell>();
  const unpackRequest = (packed: PackedRequest): OpenRequest => ({
    ...packed,
    admission: null,
    entries: packed.entries.map((entry) => unpackEntry(state, rules, ended, entry)),
  });
  return (line) => {
    switch (line.kind) {
      case "rule":
        rules.set(line.n, line.facts);
        return;
      case "counter":
        putCounter(state, line);
        return;
      case "open": {
        const request = unpackRequest(line.request);
        for (const { counter } of request.entries) counter.openEntries += 1;
        state.open.set(request.id, request);
        return;
      }
      case "reaped":
      case "settled": {
        const { kind, closedAtMs, lateSettlements } = line;
        const closed: ClosedRequest = { request: unpackRequest(line.request), closedAtMs, lateSettlements };
        state[kind].set(closed.request.id, closed);
        return;
      }
      case "out":
        state.outgoing.set(line.id, line.outgoing);
        return;
      case "adjusted":
      case "recorded":
        for (const [id, atMs] of line.ids) state[line.kind].set(id, atMs);
        return;
      case "state":
        for (const [name, n] of line.versions) state.versions.set(name, n);
        state.nextOutgoing = line.nextOutgoing;
        state.lastMs = line.lastMs;
    }
  };
}

function packCounter({ ruleId, subject, metric, cell, previous, ...bucket }: Counter): SnapshotLine {
  const cells = previous ? [packCell(cell), packCell(previous)] : [packCell(cell)];
  return {
    kind: "counter",
    ruleId,
    subject,
    metric,
    cells,
    debt: [bucket.debtMilli, bucket.debtAtMs, bucket.refillPerSecond],
  };
}

function packCell({ startMs, endMs, used, held, crossed }: Cell): PackedCell {
  return [startMs, endMs, used, held, crossed];
}

function unpackCell([startMs, endMs, used, held, crossed]: PackedCell): Cell {
  return { startMs, endMs, used, held, crossed };
}

function packEntry(entry: Entry, rule: number): PackedEntry {
  const { check, cell, counter, ...rest } = entry;
  return { ...rest, rule, subject: counter.subject, amount: check.amount, cell: packCell(cell) };
}

function unpackEntry(
  state: LedgerState,
  rules: Map<number, RuleFacts>,
  ended: Map<string, Cell>,
  packed: PackedEntry,
): Entry {
  const { rule, subject, amount, cell: packedCell, ...rest } = packed;
  const period = { startMs: packedCell[0], endMs: packedCell[1] };
  const check = checkOf(rules, rule, subject, amount, period);
  const found = state.counters.get(check.ruleId)?.get(subject);
  const name = `${check.ruleId}\n${subject}\n${period.startMs}`;
  const cell =
    [found?.cell, found?.previous].find((c) => c?.startMs === period.startMs) ??
    ended.get(name) ??
    unpackCell(packedCell);
  ended.set(name, cell);
  const counter: Counter = found ?? {
    ruleId: check.ruleId,
    subject,
    metric: check.metric,
    cell,
    previous: null,
    debtMilli: 0,
    debtAtMs: 0,
    refillPerSecond: 0,
    openEntries: 0,
    epoch: 0,
  };
  return { ...rest, check, counter, cell };
}

function putCounter(state: LedgerState, line: Extract<SnapshotLine, { kind: "counter" }>): void {
  const { ruleId, subject, metric, cells, debt } = line;
  const [cell, previous] = cells;
  if (!cell) throw new RangeError(`counter of rule ${ruleId} without a cell`);
  const bySubject = state.counters.get(ruleId) ?? new Map<string, Counter>();
  state.counters.set(ruleId, bySubject);
  bySubject.set(subject, {
    ruleId,
    subject,
    metric,
    cell: unpackCell(cell),
    previous: previous ? unpackCell(previous) : null,
    debtMilli: debt[0],
    debtAtMs: debt[1],
    refillPerSecond: debt[2],
    openEntries: 0,
    epoch: 0,
  });
}
