import type { Cell, ClosedRequest, Counter, Entry, LedgerState, OpenRequest } from "@/lib/ledger/model/state";
import type { Metric, Period } from "@/lib/ledger/rules";
import { checkOf, type RuleFacts } from "./rule-table";
import {
  COUNTERS_STRIDE,
  type CounterItem,
  type FirstCounter,
  type NamedItem,
  type PackedCell,
  type PackedEntry,
  type PackedRequest,
  type SnapshotItem,
} from "./snapshot-items";

type RequestItem = Extract<NamedItem, { request: PackedRequest }>;
type Told = { books: { ruleId: string; metric: Metric }[]; periods: Period[] };

/**
 * Rebuilds a state item by item; `end` puts in the requests, which stand among the counters that they hold.
 * Holds of ended periods share one cell again.
 */
export function createStateLoader(state: LedgerState): { take(item: SnapshotItem | FirstCounter): void; end(): void } {
  const rules = new Map<number, RuleFacts>();
  const requests: RequestItem[] = [];
  const told: Told = { books: [], periods: [] };
  return {
    take(item) {
      if (isList(item)) return takeCounters(state, told, item);
      switch (item.kind) {
        case "rule":
          rules.set(item.n, item.facts);
          return;
        case "counter": {
          const { ruleId, subject, metric, cells, debt } = item;
          const [cell, previous] = cells;
          if (!cell) throw new RangeError(`counter of rule ${ruleId} without a cell`);
          putCounter(
            state,
            { ruleId, metric },
            subject,
            unpackCell(cell),
            previous ? unpackCell(previous) : null,
            debt,
          );
          return;
        }
        case "open":
        case "reaped":
        case "settled":
          requests.push(item);
          return;
        case "out":
          state.outgoing.set(item.id, item.outgoing);
          return;
        case "adjusted":
        case "recorded":
          for (const [id, atMs] of item.ids) state[item.kind].set(id, atMs);
          return;
        case "state":
          for (const [name, n] of item.versions) state.versions.set(name, n);
          state.nextOutgoing = item.nextOutgoing;
          state.lastMs = item.lastMs;
      }
    },
    end() {
      const ended = new Map<string, Cell>();
      for (const item of requests) putRequest(state, rules, ended, item);
    },
  };
}

function isList(item: SnapshotItem | FirstCounter): item is CounterItem {
  return Array.isArray(item);
}

function takeCounters(state: LedgerState, told: Told, item: CounterItem): void {
  if (item[0] === "book") told.books[item[1]] = { ruleId: item[2], metric: item[3] };
  else if (item[0] === "period") told.periods[item[1]] = { startMs: item[2], endMs: item[3] };
  else if (item[0] === "counters") {
    for (let at = 1; at < item.length; at += COUNTERS_STRIDE) {
      const [book, subject, cell] = readCounter(told, item, at);
      putCounter(state, book, subject, cell, null, NO_DEBT);
    }
  } else {
    const [book, subject, cell] = readCounter(told, item, 1);
    const hasPrevious = item[BEFORE] !== -1;
    const [debtMilli, debtAtMs, refillPerSecond] = item.slice(DEBT).map(Number);
    putCounter(state, book, subject, cell, hasPrevious ? readCell(told, item, BEFORE) : null, [
      debtMilli ?? 0,
      debtAtMs ?? 0,
      refillPerSecond ?? 0,
    ]);
  }
}

/** Places in a counter's item: the period before, and the bucket. */
const BEFORE = 1 + COUNTERS_STRIDE;
const DEBT = BEFORE + 4;
const NO_DEBT: Debt = [0, 0, 0];

type Debt = readonly [milli: number, atMs: number, refillPerSecond: number];
type Listed = readonly (number | string)[];
type Book = { ruleId: string; metric: Metric };

function readCounter({ books, periods }: Told, list: Listed, at: number): [Book, string, Cell] {
  const book = books[Number(list[at])];
  if (!book) throw new RangeError(`counters of rule number ${list[at]}, which is not told before`);
  return [book, String(list[at + 1]), readCell({ books, periods }, list, at + 2)];
}

function readCell({ periods }: Told, list: Listed, at: number): Cell {
  const period = periods[Number(list[at])];
  if (!period) throw new RangeError(`a counter in period number ${list[at]}, which is not told before`);
  const { startMs, endMs } = period;
  return {
    startMs,
    endMs,
    used: Number(list[at + 1]),
    held: Number(list[at + 2]),
    crossed: Number(list[at + 3]),
  };
}

function putCounter(
  state: LedgerState,
  { ruleId, metric }: Book,
  subject: string,
  cell: Cell,
  previous: Cell | null,
  [debtMilli, debtAtMs, refillPerSecond]: Debt,
): void {
  let bySubject = state.counters.get(ruleId);
  if (!bySubject) {
    bySubject = new Map<string, Counter>();
    state.counters.set(ruleId, bySubject);
  }
  const counts = { cell, previous, debtMilli, debtAtMs, refillPerSecond, openEntries: 0, epoch: 0 };
  bySubject.set(subject, { ruleId, subject, metric, ...counts });
}

function putRequest(state: LedgerState, rules: Map<number, RuleFacts>, ended: Map<string, Cell>, item: RequestItem) {
  const request: OpenRequest = {
    ...item.request,
    admission: null,
    epoch: 0,
    entries: item.request.entries.map((entry) => unpackEntry(state, rules, ended, entry)),
  };
  if (item.kind === "open") {
    for (const { counter } of request.entries) counter.openEntries += 1;
    state.open.set(request.id, request);
    return;
  }
  const { kind, closedAtMs, lateSettlements } = item;
  const closed: ClosedRequest = { request, closedAtMs, lateSettlements };
  state[kind].set(request.id, closed);
}

function unpackCell([startMs, endMs, used, held, crossed]: PackedCell): Cell {
  return { startMs, endMs, used, held, crossed };
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
