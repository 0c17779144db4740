/**
 * Numbers of many small things, eight to a row: out of the garbage collector's sight, and one row is one line of the
 * processor's cache. Rows grow by chunks, so that growing copies nothing; a row given back is taken again first.
 */
export type Rows = {
  readonly numbers: Float64Array[];
  /** The same bytes as `numbers`: two integers in the place of one number. */
  readonly integers: Int32Array[];
  readonly free: number[];
  /** Rows taken so far, with those given back since. */
  length: number;
};

/** Where there is no row. */
export const NO_ROW = -1;

/** 4 MB a chunk: among a million rows, one in many small chunks takes measurably longer to reach. */
const CHUNK_BITS = 16;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const IN_CHUNK = CHUNK_ROWS - 1;
const NUMBERS_A_ROW = 8;

export function createRows(): Rows {
  return { numbers: [], integers: [], free: [], length: 0 };
}

/** A row whose numbers are whatever it held last. */
export function takeRow(rows: Rows): number {
  const known = rows.free.pop();
  if (known !== undefined) return known;
  const row = rows.length;
  if ((row & IN_CHUNK) === 0) {
    const bytes = new ArrayBuffer(CHUNK_ROWS * NUMBERS_A_ROW * Float64Array.BYTES_PER_ELEMENT);
    rows.numbers.push(new Float64Array(bytes));
    rows.integers.push(new Int32Array(bytes));
  }
  rows.length += 1;
  return row;
}

export function giveBackRow(rows: Rows, row: number): void {
  rows.free.push(row);
}

/** `place` counts numbers, from 0 to 7. */
export function numberAt({ numbers }: Rows, row: number, place: number): number {
  return numbers[row >> CHUNK_BITS]?.[(row & IN_CHUNK) * NUMBERS_A_ROW + place] ?? 0;
}

export function setNumber({ numbers }: Rows, row: number, place: number, value: number): void {
  const chunk = numbers[row >> CHUNK_BITS];
  if (chunk) chunk[(row & IN_CHUNK) * NUMBERS_A_ROW + place] = value;
}

/** `place` counts integers, from 0 to 15. */
export function integerAt({ integers }: Rows, row: number, place: number): number {
  return integers[row >> CHUNK_BITS]?.[(row & IN_CHUNK) * NUMBERS_A_ROW * 2 + place] ?? 0;
}

export function setInteger({ integers }: Rows, row: number, place: number, value: number): void {
  const chunk = integers[row >> CHUNK_BITS];
  if (chunk) chunk[(row & IN_CHUNK) * NUMBERS_A_ROW * 2 + place] = value;
}
