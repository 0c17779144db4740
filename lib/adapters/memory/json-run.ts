import type { Rows } from "@/lib/ledger/model/rows";
import { lengthOfText, readText, type TextRow, unitOfText } from "@/lib/ledger/model/texts";

/** One long JSON list on its way to a file, written as bytes at once: its values as an array would be millions of objects. */
export type JsonRun = {
  number(value: number): void;
  string(rows: Rows, text: TextRow): void;
  /** The list so far, valid until the next value; the next one begins a new list. */
  take(): Uint8Array;
  hasValues(): boolean;
  /** Bytes so far. */
  length(): number;
};

const FIRST_BYTES = 1 << 15;
/** No number is longer, as JSON. */
const NUMBER_BYTES = 32;
const [OPEN, CLOSE, COMMA, QUOTE, BACKSLASH, ZERO] = [0x5b, 0x5d, 0x2c, 0x22, 0x5c, 0x30];

/** `head` is the list's first value, as JSON. */
export function createJsonRun(head: string): JsonRun {
  let bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  const start = bytes.write(head, 1, "latin1") + 1;
  bytes[0] = OPEN;
  let length = start;

  function reserve(more: number): void {
    if (length + more < bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(bytes.length * 2 + more);
    bytes.copy(larger, 0, 0, length);
    bytes = larger;
  }

  function append(json: string): void {
    reserve(json.length * 3 + 1);
    length += bytes.write(json, length);
  }

  return {
    number(value) {
      reserve(NUMBER_BYTES);
      bytes[length] = COMMA;
      length += 1;
      if (value >= 0 && value <= 0x7fffffff && Number.isInteger(value)) length = putDigits(bytes, length, value);
      else append(JSON.stringify(value));
    },
    string(rows, text) {
      const count = lengthOfText(rows, text);
      reserve(count + 3);
      bytes[length] = COMMA;
      bytes[length + 1] = QUOTE;
      const end = length + 2 + count;
      let to = length + 2;
      for (; to < end; to += 1) {
        const unit = unitOfText(rows, text, to - length - 2);
        if (!isPlain(unit)) break;
        bytes[to] = unit;
      }
      if (to < end) {
        length += 1;
        return append(JSON.stringify(readText(rows, text)));
      }
      bytes[end] = QUOTE;
      length = end + 1;
    },
    take() {
      bytes[length] = CLOSE;
      const run = bytes.subarray(0, length + 1);
      length = start;
      return run;
    },
    hasValues: () => length > start,
    length: () => length,
  };
}

/** Written as itself in JSON and in UTF-8. */
function isPlain(unit: number): boolean {
  return unit >= 0x20 && unit < 0x7f && unit !== QUOTE && unit !== BACKSLASH;
}

/** Answers where the digits end. */
function putDigits(bytes: Buffer, from: number, value: number): number {
  let digits = 1;
  for (let power = 10; power <= value; power *= 10) digits += 1;
  let rest = value;
  for (let at = from + digits - 1; at >= from; at -= 1) {
    const tenth = Math.floor(rest / 10);
    bytes[at] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return from + digits;
}
