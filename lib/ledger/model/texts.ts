import { giveBackRow, integerAt, NO_ROW, type Rows, setInteger, takeRow } from "./rows";

/** A string, out of the garbage collector's sight, by the number of its first row; most subjects fit into one. */
export type TextRow = number;

/** Integers: the length in UTF-16 units (negative: two bytes a unit), the row that goes on, and units. */
const [LENGTH, NEXT, UNITS] = [1, 2, 3];
const UNIT_INTEGERS = 13;

/** How many units an integer holds, as a power of two. */
type Packing = 1 | 2;
const [WIDE, NARROW] = [1, 2] as const;
const INTEGER_BITS = 32;

export function putText(rows: Rows, text: string): TextRow {
  const packing = packingOf(text);
  const first = takeRow(rows);
  setInteger(rows, first, LENGTH, packing === WIDE ? ~text.length : text.length);
  let row = first;
  for (let place = 0, from = 0; from < text.length; place += 1, from += 1 << packing) {
    if (place === UNIT_INTEGERS) {
      place = 0;
      row = addRow(rows, row);
    }
    setInteger(rows, row, UNITS + place, packed(packing, text, from));
  }
  setInteger(rows, row, NEXT, NO_ROW);
  return first;
}

export function giveBackText(rows: Rows, text: TextRow): void {
  for (let row = text; row !== NO_ROW; row = integerAt(rows, row, NEXT)) giveBackRow(rows, row);
}

export function readText(rows: Rows, text: TextRow): string {
  const length = lengthOfText(rows, text);
  let read = "";
  for (let at = 0; at < length; at += 1) read += String.fromCharCode(unitOfText(rows, text, at));
  return read;
}

/** In UTF-16 units, as `String.length`. */
export function lengthOfText(rows: Rows, text: TextRow): number {
  const length = integerAt(rows, text, LENGTH);
  return length < 0 ? ~length : length;
}

/** As `String.charCodeAt`. */
export function unitOfText(rows: Rows, text: TextRow, at: number): number {
  const packing = integerAt(rows, text, LENGTH) < 0 ? WIDE : NARROW;
  let row = text;
  let place = at >> packing;
  for (; place >= UNIT_INTEGERS; place -= UNIT_INTEGERS) row = integerAt(rows, row, NEXT);
  const bits = INTEGER_BITS >> packing;
  // A shift counts modulo the bits of an integer.
  return (integerAt(rows, row, UNITS + place) >>> (at * bits)) & (packing === WIDE ? 0xffff : 0xff);
}

export function isTextAt(rows: Rows, text: TextRow, other: string): boolean {
  const { length } = other;
  if (lengthOfText(rows, text) !== length) return false;
  for (let at = 0; at < length; at += 1) {
    if (unitOfText(rows, text, at) !== other.charCodeAt(at)) return false;
  }
  return true;
}

/** One byte a unit where that is enough. */
function packingOf(text: string): Packing {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0xff) return WIDE;
  return NARROW;
}

/** Beyond the end there are no units: `charCodeAt` answers `NaN`, which adds nothing. */
function packed(packing: Packing, text: string, from: number): number {
  const bits = INTEGER_BITS >> packing;
  let integer = 0;
  for (let n = 0; n < 1 << packing; n += 1) integer |= text.charCodeAt(from + n) << (n * bits);
  return integer;
}

function addRow(rows: Rows, row: number): number {
  const next = takeRow(rows);
  setInteger(rows, row, NEXT, next);
  return next;
}
