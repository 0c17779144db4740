import type { Metric, Period } from "@/lib/ledger/rules";
import { type Cell, type CellRow, newCell, readCell } from "./cells";
import {
  afterOf,
  beforeOf,
  type CounterRow,
  currentOf,
  debtAtOf,
  debtMilliOf,
  endCounter,
  metricOf,
  previousOf,
  refillOf,
  ruleOf,
  setAfter,
  setBefore,
  setCells,
  startCounter,
  subjectOf,
} from "./counter-rows";
import { addRow, createLargeRowIndex, findRow, hashOf, type RowIndex, removeRow } from "./row-index";
import { createRows, giveBackRow, letGoOfRow, NO_ROW, nameRow, type Rows, takeRow, unnameRow } from "./rows";
import { giveBackText, isTextAt, putText, readText } from "./texts";

/**
 * Everything counted, as rows of numbers: a million objects would be walked through by every garbage collection.
 * A counter that is forgotten cannot be found any more; its row and its cells last until no entry names them.
 */
export type CounterTable = {
  /** Where the hashes of names begin: whoever knows it could choose names that take long to find. */
  readonly seed: number;
  /** Counters, cells and subjects' texts: what belongs to one subject stands side by side, so that it is fetched at once. */
  readonly rows: Rows;
  readonly index: RowIndex;
  readonly rules: Map<string, CountedRule>;
  /** The same by the number that a row has for its rule, with rules whose last row still waits for its entries. */
  readonly ruleAt: (CountedRule | null)[];
  readonly freeRules: number[];
};

/** A rule with its counters, in the order in which they were made. */
export type CountedRule = {
  readonly n: number;
  readonly ruleId: string;
  /** Where the hashes of its subjects begin. */
  readonly seed: number;
  first: CounterRow;
  last: CounterRow;
  /** Counters that can be found. */
  counters: number;
  /** Rows, with those of forgotten counters. */
  rows: number;
};

/** A counter as it is told of. */
export type Counter = {
  ruleId: string;
  subject: string;
  metric: Metric;
  cell: Cell;
  previous: Cell | null;
  debtMilli: number;
  debtAtMs: number;
  refillPerSecond: number;
};

export function createCounterTable(seed: number): CounterTable {
  return {
    seed,
    rows: createRows(),
    index: createLargeRowIndex(),
    rules: new Map(),
    ruleAt: [],
    freeRules: [],
  };
}

/** The counter of a rule and a subject, else `NO_ROW`. */
export function findCounter(table: CounterTable, ruleId: string, subject: string): CounterRow {
  const rule = table.rules.get(ruleId);
  if (rule === undefined) return NO_ROW;
  const { rows } = table;
  return findRow(
    table.index,
    hashOf(rule.seed, subject),
    (counter) => ruleOf(rows, counter) === rule.n && isTextAt(rows, subjectOf(rows, counter), subject),
  );
}

/** A counter that does not exist yet, with an empty cell of `period`. */
export function makeCounter(
  table: CounterTable,
  ruleId: string,
  subject: string,
  metric: Metric,
  period: Period,
  epoch: number,
): CounterRow {
  const { rows, index } = table;
  const rule = table.rules.get(ruleId) ?? addRule(table, ruleId);
  const counter = takeRow(rows);
  const cell = newCell(rows, period);
  startCounter(rows, counter, { rule: rule.n, metric, subject: putText(rows, subject), cell, epoch });
  addRow(index, hashOf(rule.seed, subject), counter);
  setBefore(rows, counter, rule.last);
  setAfter(rows, counter, NO_ROW);
  if (rule.last === NO_ROW) rule.first = counter;
  else setAfter(rows, rule.last, counter);
  rule.last = counter;
  rule.counters += 1;
  rule.rows += 1;
  return counter;
}

/** Makes it impossible to find. Answers the rule's id where this was its last counter, else null. */
export function forgetCounter(table: CounterTable, counter: CounterRow): string | null {
  const { rows, index } = table;
  const rule = ruleAtRow(table, counter);
  removeRow(index, hashOf(rule.seed, readText(rows, subjectOf(rows, counter))), counter);
  const [before, after] = [beforeOf(rows, counter), afterOf(rows, counter)];
  if (before === NO_ROW) rule.first = after;
  else setAfter(rows, before, after);
  if (after === NO_ROW) rule.last = before;
  else setBefore(rows, after, before);
  endCounter(rows, counter);
  rule.counters -= 1;
  if (rule.counters === 0) table.rules.delete(rule.ruleId);
  if (letGoOfRow(rows, counter)) endRow(table, counter);
  return rule.counters === 0 ? rule.ruleId : null;
}

/** Notes that an entry names the counter and the cell. */
export function nameByEntry({ rows }: CounterTable, counter: CounterRow, cell: CellRow): void {
  nameRow(rows, counter);
  nameRow(rows, cell);
}

/** Takes that back once the entry's request is forgotten. */
export function unnameByEntry(table: CounterTable, counter: CounterRow, cell: CellRow): void {
  const { rows } = table;
  if (unnameRow(rows, cell)) giveBackRow(rows, cell);
  if (unnameRow(rows, counter)) endRow(table, counter);
}

/** Puts a counter's cells in place of those it had, which last while an entry names them. */
export function putCells(table: CounterTable, counter: CounterRow, cell: CellRow, previous: CellRow): void {
  const { rows } = table;
  const before = [currentOf(rows, counter), previousOf(rows, counter)];
  setCells(rows, counter, cell, previous);
  for (const old of before) if (old !== NO_ROW && old !== cell && old !== previous) dropCell(table, old);
}

/** The counters of a rule, the oldest first. */
export function* countersOf({ rows, rules }: CounterTable, ruleId: string): Generator<CounterRow, void> {
  for (let counter = rules.get(ruleId)?.first ?? NO_ROW; counter !== NO_ROW; counter = afterOf(rows, counter))
    yield counter;
}

export function ruleIdOf(table: CounterTable, counter: CounterRow): string {
  return ruleAtRow(table, counter).ruleId;
}

export function subjectTextOf({ rows }: CounterTable, counter: CounterRow): string {
  return readText(rows, subjectOf(rows, counter));
}

export function readCounter(table: CounterTable, counter: CounterRow): Counter {
  const { rows } = table;
  const previous = previousOf(rows, counter);
  return {
    ruleId: ruleIdOf(table, counter),
    subject: subjectTextOf(table, counter),
    metric: metricOf(rows, counter),
    cell: readCell(rows, currentOf(rows, counter)),
    previous: previous === NO_ROW ? null : readCell(rows, previous),
    debtMilli: debtMilliOf(rows, counter),
    debtAtMs: debtAtOf(rows, counter),
    refillPerSecond: refillOf(rows, counter),
  };
}

function addRule(table: CounterTable, ruleId: string): CountedRule {
  const n = table.freeRules.pop() ?? table.ruleAt.length;
  const rule = { n, ruleId, seed: hashOf(table.seed, ruleId), first: NO_ROW, last: NO_ROW, counters: 0, rows: 0 };
  table.ruleAt[n] = rule;
  table.rules.set(ruleId, rule);
  return rule;
}

function ruleAtRow({ rows, ruleAt }: CounterTable, counter: CounterRow): CountedRule {
  const rule = ruleAt[ruleOf(rows, counter)];
  if (!rule) throw new RangeError(`Row ${counter} is no counter.`);
  return rule;
}

function dropCell({ rows }: CounterTable, cell: CellRow): void {
  if (letGoOfRow(rows, cell)) giveBackRow(rows, cell);
}

function endRow(table: CounterTable, counter: CounterRow): void {
  const { rows, ruleAt, freeRules } = table;
  const rule = ruleAtRow(table, counter);
  // What is given back last is taken first: the next counter finds its own three rows side by side again.
  if (previousOf(rows, counter) !== NO_ROW) dropCell(table, previousOf(rows, counter));
  giveBackText(rows, subjectOf(rows, counter));
  dropCell(table, currentOf(rows, counter));
  giveBackRow(rows, counter);
  rule.rows -= 1;
  if (rule.rows > 0) return;
  ruleAt[rule.n] = null;
  freeRules.push(rule.n);
}
