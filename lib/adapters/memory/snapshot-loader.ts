import { type Cell, type CellRow, loneCell, putCell, startOf } from "@/lib/ledger/model/cells";
import {
  addOpenEntries,
  type CounterRow,
  currentOf,
  previousOf,
  setBucket,
  setRefill,
} from "@/lib/ledger/model/counter-rows";
import {
  type CounterTable,
  findCounter,
  forgetCounter,
  makeCounter,
  nameByEntry,
  putCells,
} from "@/lib/ledger/model/counter-table";
import { NO_ROW } from "@/lib/ledger/model/rows";
import { putSettled } from "@/lib/ledger/model/settled";
import type { ClosedRequest, Entry, LedgerState, OpenRequest } from "@/lib/ledger/model/state";
import type { Check, Metric, Period } from "@/lib/ledger/rules";
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
/** What requests alone name: cells of ended periods by their names, and counters that had been forgotten. */
type Past = { cells: Map<string, CellRow>; counters: CounterRow[] };
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
          state.outgoing.put(Number(item.id), item.outgoing);
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
      const past: Past = { cells: new Map(), counters: [] };
      for (const item of requests) putRequest(state, rules, past, item);
      for (const counter of past.counters) forgetCounter(state.counters, counter);
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
  const { counters } = state;
  const { rows } = counters;
  const known = findCounter(counters, ruleId, subject);
  const counter = known === NO_ROW ? makeCounter(counters, ruleId, subject, metric, cell, 0) : known;
  putCells(counters, counter, putCell(rows, cell), previous === null ? NO_ROW : putCell(rows, previous));
  setBucket(rows, counter, debtMilli, debtAtMs);
  setRefill(rows, counter, refillPerSecond);
}

function putRequest(state: LedgerState, rules: Map<number, RuleFacts>, past: Past, item: RequestItem) {
  const request: OpenRequest = {
    ...item.request,
    admission: null,
    epoch: 0,
    entries: item.request.entries.map((entry) => unpackEntry(state, rules, past, entry)),
  };
  if (item.kind === "open") {
    for (const { counter } of request.entries) addOpenEntries(state.counters.rows, counter, 1);
    state.open.put(request);
    return;
  }
  const { kind, closedAtMs, lateSettlements } = item;
  const closed: ClosedRequest = { request, closedAtMs, lateSettlements };
  if (kind === "reaped") state.reaped.set(request.id, closed);
  else putSettled(state.settled, closed, (check) => check);
}

function unpackCell([startMs, endMs, used, held, crossed]: PackedCell): Cell {
  return { startMs, endMs, used, held, crossed };
}

function unpackEntry(state: LedgerState, rules: Map<number, RuleFacts>, past: Past, packed: PackedEntry): Entry {
  const { rule, subject, amount, cell: packedCell, ...rest } = packed;
  const period = { startMs: packedCell[0], endMs: packedCell[1] };
  const check = checkOf(rules, rule, subject, amount, period);
  const { counters } = state;
  const counter = counterOf(state, past, check, unpackCell(packedCell));
  const name = `${check.ruleId}\n${subject}\n${period.startMs}`;
  const cell =
    cellIn(counters, counter, period.startMs) ??
    past.cells.get(name) ??
    loneCell(counters.rows, unpackCell(packedCell));
  past.cells.set(name, cell);
  nameByEntry(counters, counter, cell);
  return { ...rest, check, counter, cell };
}

function cellIn({ rows }: CounterTable, counter: CounterRow, startMs: number): CellRow | undefined {
  const ofCounter = [currentOf(rows, counter), previousOf(rows, counter)];
  return ofCounter.find((cell) => cell !== NO_ROW && startOf(rows, cell) === startMs);
}

function counterOf({ counters }: LedgerState, past: Past, { ruleId, subject, metric }: Check, cell: Cell): CounterRow {
  const known = findCounter(counters, ruleId, subject);
  if (known !== NO_ROW) return known;
  const counter = makeCounter(counters, ruleId, subject, metric, cell, 0);
  putCells(counters, counter, putCell(counters.rows, cell), NO_ROW);
  past.counters.push(counter);
  return counter;
}
