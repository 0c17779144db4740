import { NO_ROW } from "./rows";

/** Finds rows by the hash of their keys, in one or more tables: a power of two, at most 256. */
export type RowIndex = { readonly tables: (Table | undefined)[] };

/** Places in pairs: the hash, and the row after it counted from 1 (0: free). A place taken stands at its hash or behind. */
type Table = { places: Int32Array; taken: number };

const MANY_TABLES = 256;
const FIRST_PLACES = 16;

/** For some thousand rows: one table is nearest. */
export function createRowIndex(): RowIndex {
  return { tables: [undefined] };
}

/** For millions: so many tables that growing one of them stops nobody. */
export function createLargeRowIndex(): RowIndex {
  return { tables: new Array<Table | undefined>(MANY_TABLES).fill(undefined) };
}

/** The row of that hash that `isIt`, else `NO_ROW`. */
export function findRow(index: RowIndex, hash: number, isIt: (row: number) => boolean): number {
  const table = index.tables[tableOf(index, hash)];
  if (!table) return NO_ROW;
  const { places } = table;
  const last = places.length - 1;
  for (let at = (hash << 1) & last; ; at = (at + 2) & last) {
    const row = (places[at + 1] ?? 0) - 1;
    if (row === NO_ROW || (places[at] === hash && isIt(row))) return row;
  }
}

/** `row` must not be there yet. */
export function addRow(index: RowIndex, hash: number, row: number): void {
  const table = index.tables[tableOf(index, hash)] ?? newTable(index, hash);
  if ((table.taken + 1) * 8 > table.places.length * 3) grow(table);
  table.taken += 1;
  place(table.places, hash, row + 1);
}

/** `row` must be there. What stands behind it moves up, so that no search ends too early. */
export function removeRow(index: RowIndex, hash: number, row: number): void {
  const table = index.tables[tableOf(index, hash)];
  if (!table) return;
  const { places } = table;
  const last = places.length - 1;
  let gap = (hash << 1) & last;
  while (places[gap + 1] !== row + 1) gap = (gap + 2) & last;
  for (let at = (gap + 2) & last; places[at + 1] !== 0; at = (at + 2) & last) {
    const home = ((places[at] ?? 0) << 1) & last;
    if (((at - home) & last) < ((at - gap) & last)) continue;
    places[gap] = places[at] ?? 0;
    places[gap + 1] = places[at + 1] ?? 0;
    gap = at;
  }
  places[gap + 1] = 0;
  table.taken -= 1;
}

/** By the highest bits: the lowest choose a place. */
function tableOf({ tables }: RowIndex, hash: number): number {
  return (hash >>> 24) & (tables.length - 1);
}

function newTable(index: RowIndex, hash: number): Table {
  const table = { places: new Int32Array(FIRST_PLACES * 2), taken: 0 };
  index.tables[tableOf(index, hash)] = table;
  return table;
}

function grow(table: Table): void {
  const old = table.places;
  table.places = new Int32Array(old.length * 2);
  for (let at = 0; at < old.length; at += 2) {
    const number = old[at + 1] ?? 0;
    if (number !== 0) place(table.places, old[at] ?? 0, number);
  }
}

function place(places: Int32Array, hash: number, number: number): void {
  const last = places.length - 1;
  let at = (hash << 1) & last;
  while (places[at + 1] !== 0) at = (at + 2) & last;
  places[at] = hash;
  places[at + 1] = number;
}

export type Hasher = (text: string) => number;

/** `hashOf` from one start. The text that was asked for last is at hand: a call asks for its id several times in a row. */
export function createHasher(seed: number): Hasher {
  let latest = "";
  let hash = hashOf(seed, latest);
  return (text) => {
    if (text === latest) return hash;
    latest = text;
    hash = hashOf(seed, text);
    return hash;
  };
}

/** FNV-1a, whose start is the caller's secret, with its high bits stirred into the low ones that choose a place. */
export function hashOf(seed: number, text: string): number {
  const { length } = text;
  let hash = seed;
  for (let at = 0; at < length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
