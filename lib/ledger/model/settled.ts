import type { Check } from "@/lib/ledger/rules";
import type { CellRow } from "./cells";
import type { CounterRow } from "./counter-rows";
import { IdsByAge } from "./ids-by-age";
import type { Hasher } from "./row-index";
import {
  createRows,
  giveBackRow,
  integerAt,
  NO_ROW,
  numberAt,
  type Rows,
  setInteger,
  setNumber,
  takeRow,
} from "./rows";
import { createSharedValues, nameValue, type SharedValues, unnameValue, valueAt } from "./shared-values";
import type { Admitted, ClosedRequest, Entry, OpenRequest, Standing } from "./state";

/**
 * Requests settled lately, as rows: they come and go with every call, and as objects, old by the time they are
 * forgotten, they would be what the garbage collector works on most.
 */
export type SettledTable = {
  readonly ids: IdsByAge;
  readonly requests: Rows;
  readonly entries: Rows;
  readonly facts: SharedValues<Check>;
  /** Ids of workspaces and candidates. */
  readonly names: SharedValues<string>;
  /** By row, where there are any. */
  readonly passedOver: Map<number, Admitted["passedOver"]>;
};

/** Of a request: four numbers, then integers; `TOLD_CANDIDATE` is that of the first answer, if it is known. */
const [CREATED, CLOSED, LEASE, WAIT] = [0, 1, 2, 3];
const [FIRST, WORKSPACE, CANDIDATE, TOLD_CANDIDATE, ROUND, LATE, EPOCH, IS_WAITING] = [8, 9, 10, 11, 12, 13, 14, 15];

/** Of an entry: integers, then five numbers, of which three say where it stood at admission. */
const [COUNTER, CELL, FACTS, ENTRY_CANDIDATE, NEXT, ROUND_AND_FLAGS] = [0, 1, 2, 3, 4, 5];
const [RESERVE, CHARGED, USED, HELD, RESETS] = [3, 4, 5, 6, 7];
const [IS_PAST, IS_ALLOWED, FLAG_BITS] = [1, 2, 2];

/** What was of use only while the request was open. */
const NOTHING_MORE: Pick<OpenRequest, "versions" | "fields" | "reserve" | "metered" | "meteredBefore"> = {
  versions: {},
  fields: {},
  reserve: {},
  metered: null,
  meteredBefore: null,
};

export function createSettledTable(hashOfId: Hasher): SettledTable {
  return {
    ids: new IdsByAge(hashOfId),
    requests: createRows(),
    entries: createRows(),
    facts: createSharedValues(),
    names: createSharedValues(),
    passedOver: new Map(),
  };
}

/** Writes a request that is not there yet. `factsOf` says what to remember of a check. */
export function putSettled(
  table: SettledTable,
  { request, closedAtMs, lateSettlements }: ClosedRequest,
  factsOf: (check: Check) => Check,
): void {
  const { requests, names } = table;
  const { admission } = request;
  const row = takeRow(requests);
  setNumber(requests, row, CREATED, request.createdAtMs);
  setNumber(requests, row, CLOSED, closedAtMs);
  setNumber(requests, row, LEASE, request.leaseMs);
  setNumber(requests, row, WAIT, request.waitMs);
  setInteger(requests, row, WORKSPACE, nameValue(names, request.workspaceId));
  setInteger(requests, row, CANDIDATE, nameValue(names, request.candidateId));
  setInteger(requests, row, ROUND, request.round);
  setInteger(requests, row, LATE, lateSettlements);
  setInteger(requests, row, EPOCH, request.epoch);
  setInteger(requests, row, IS_WAITING, request.isWaiting ? 1 : 0);
  setInteger(requests, row, TOLD_CANDIDATE, admission === null ? NO_ROW : nameValue(names, admission.candidateId));
  setInteger(requests, row, FIRST, putEntries(table, request, factsOf));
  if (admission !== null && admission.passedOver.length > 0) table.passedOver.set(row, admission.passedOver);
  table.ids.add(request.id, row);
}

/** From the last to the first, since each names the next. */
function putEntries(
  table: SettledTable,
  { entries, admission }: OpenRequest,
  factsOf: (check: Check) => Check,
): number {
  let next = NO_ROW;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry) next = putEntry(table, entry, factsOf(entry.check), next, standingAt(admission, index));
  }
  return next;
}

const NOT_TOLD: Standing = { used: 0, held: 0, resetsAtMs: null, allowed: false };

function standingAt(admission: OpenRequest["admission"], index: number): Standing {
  if (admission === null) return NOT_TOLD;
  return ("verdicts" in admission ? admission.verdicts : admission.standings)[index] ?? NOT_TOLD;
}

function putEntry(
  { entries, facts, names }: SettledTable,
  entry: Entry,
  check: Check,
  next: number,
  standing: Standing,
): number {
  const row = takeRow(entries);
  setInteger(entries, row, COUNTER, entry.counter);
  setInteger(entries, row, CELL, entry.cell);
  setInteger(entries, row, FACTS, nameValue(facts, check));
  setInteger(entries, row, ENTRY_CANDIDATE, entry.candidateId === null ? NO_ROW : nameValue(names, entry.candidateId));
  setInteger(entries, row, NEXT, next);
  const flags = (entry.isPast ? IS_PAST : 0) | (standing.allowed ? IS_ALLOWED : 0);
  setInteger(entries, row, ROUND_AND_FLAGS, (entry.round << FLAG_BITS) | flags);
  setNumber(entries, row, RESERVE, entry.reserve);
  setNumber(entries, row, CHARGED, entry.charged);
  setNumber(entries, row, USED, standing.used);
  setNumber(entries, row, HELD, standing.held);
  setNumber(entries, row, RESETS, standing.resetsAtMs ?? -1);
  return row;
}

/** The request as it was written, without what a closed one needs no more. Changes of it are written by `rewriteSettled`. */
export function readSettled(table: SettledTable, id: string): ClosedRequest | undefined {
  const row = table.ids.find(id);
  if (row === NO_ROW) return undefined;
  const { requests, names } = table;
  const closedAtMs = numberAt(requests, row, CLOSED);
  const { entries, standings } = readEntries(table, integerAt(requests, row, FIRST));
  const told = integerAt(requests, row, TOLD_CANDIDATE);
  const passedOver = table.passedOver.get(row) ?? [];
  const request: OpenRequest = {
    ...NOTHING_MORE,
    id,
    workspaceId: valueAt(names, integerAt(requests, row, WORKSPACE)),
    createdAtMs: numberAt(requests, row, CREATED),
    leaseMs: numberAt(requests, row, LEASE),
    waitMs: numberAt(requests, row, WAIT),
    leaseEndsAtMs: closedAtMs,
    candidateId: valueAt(names, integerAt(requests, row, CANDIDATE)),
    isWaiting: integerAt(requests, row, IS_WAITING) === 1,
    entries,
    round: integerAt(requests, row, ROUND),
    epoch: integerAt(requests, row, EPOCH),
    admission: told === NO_ROW ? null : { candidateId: valueAt(names, told), passedOver, standings },
  };
  return { request, closedAtMs, lateSettlements: integerAt(requests, row, LATE) };
}

/** What a late settlement changes. */
export function rewriteSettled(table: SettledTable, { request, lateSettlements }: ClosedRequest): void {
  const row = table.ids.find(request.id);
  if (row === NO_ROW) return;
  setInteger(table.requests, row, LATE, lateSettlements);
  let entry = integerAt(table.requests, row, FIRST);
  for (const { charged } of request.entries) {
    setNumber(table.entries, entry, CHARGED, charged);
    entry = integerAt(table.entries, entry, NEXT);
  }
}

/** The snapshot that the request was written to last. */
export function setSettledEpoch({ ids, requests }: SettledTable, id: string, epoch: number): void {
  const row = ids.find(id);
  if (row !== NO_ROW) setInteger(requests, row, EPOCH, epoch);
}

type OnEntry = (counter: CounterRow, cell: CellRow) => void;

/** Forgets the oldest requests beyond `kept`, and tells of their entries. */
export function forgetSettled(table: SettledTable, kept: number, onEntry: OnEntry): void {
  while (table.ids.size > kept) giveBackSettled(table, table.ids.dropOldest(), onEntry);
}

/** Gives back all that a row names. */
function giveBackSettled(table: SettledTable, row: number, onEntry: OnEntry): void {
  const { requests, entries, names, facts } = table;
  for (let entry = integerAt(requests, row, FIRST); entry !== NO_ROW; entry = integerAt(entries, entry, NEXT)) {
    onEntry(integerAt(entries, entry, COUNTER), integerAt(entries, entry, CELL));
    unnameValue(facts, integerAt(entries, entry, FACTS));
    const candidate = integerAt(entries, entry, ENTRY_CANDIDATE);
    if (candidate !== NO_ROW) unnameValue(names, candidate);
    giveBackRow(entries, entry);
  }
  unnameValue(names, integerAt(requests, row, WORKSPACE));
  unnameValue(names, integerAt(requests, row, CANDIDATE));
  const told = integerAt(requests, row, TOLD_CANDIDATE);
  if (told !== NO_ROW) unnameValue(names, told);
  table.passedOver.delete(row);
  giveBackRow(requests, row);
}

function readEntries({ entries: rows, facts, names }: SettledTable, first: number) {
  const entries: Entry[] = [];
  const standings: Standing[] = [];
  for (let row = first; row !== NO_ROW; row = integerAt(rows, row, NEXT)) {
    const candidate = integerAt(rows, row, ENTRY_CANDIDATE);
    const roundAndFlags = integerAt(rows, row, ROUND_AND_FLAGS);
    const round = roundAndFlags >> FLAG_BITS;
    const resetsAtMs = numberAt(rows, row, RESETS);
    entries.push({
      check: valueAt(facts, integerAt(rows, row, FACTS)),
      counter: integerAt(rows, row, COUNTER),
      cell: integerAt(rows, row, CELL),
      candidateId: candidate === NO_ROW ? null : valueAt(names, candidate),
      round,
      reserve: numberAt(rows, row, RESERVE),
      held: 0,
      charged: numberAt(rows, row, CHARGED),
      isPast: (roundAndFlags & IS_PAST) !== 0,
    });
    // The first answer told of the entries of its own round.
    if (round > 0) continue;
    standings.push({
      used: numberAt(rows, row, USED),
      held: numberAt(rows, row, HELD),
      resetsAtMs: resetsAtMs === -1 ? null : resetsAtMs,
      allowed: (roundAndFlags & IS_ALLOWED) !== 0,
    });
  }
  return { entries, standings };
}
