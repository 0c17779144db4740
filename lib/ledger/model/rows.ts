/**
 * Numbers of many small things, eight to a row: out of the garbage collector's sight, and one row is one line of the
 * processor's cache. Rows grow by chunks, so that growing copies nothing; a row given back is taken again first.
 */
export type Rows = {
  readonly numbers: Float64Array[];
  /** The same bytes as `numbers`: two integers in the place of one number. */
  readonly integers: Int32Array[];
  /**
   * How often each row is named by others, twice, and one more once it is let go. Apart from the rows, so that taking
   * back a name need not fetch a row that nobody has looked at for long.
   */
  readonly names: Int32Array[];
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
  return { numbers: [], integers: [], names: [], free: [], length: 0 };
}

/** A row that nobody names, whose numbers are whatever it held last. */
export function takeRow(rows: Rows): number {
  const known = rows.free.pop();
  if (known !== undefined) {
    addToNames(rows, known, -namesOf(rows, known));
    return known;
  }
  const row = rows.length;
  if ((row & IN_CHUNK) === 0) {
    const bytes = new ArrayBuffer(CHUNK_ROWS * NUMBERS_A_ROW * Float64Array.BYTES_PER_ELEMENT);
    rows.numbers.push(new Float64Array(bytes));
    rows.integers.push(new Int32Array(bytes));
    rows.names.push(new Int32Array(CHUNK_ROWS));
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

const A_NAME = 2;
const LET_GO = 1;

export function nameRow(rows: Rows, row: number): void {
  addToNames(rows, row, A_NAME);
}

/** Takes a name back. Answers whether it was the last one of a row that was let go, which is to be given back now. */
export function unnameRow(rows: Rows, row: number): boolean {
  return addToNames(rows, row, -A_NAME) === LET_GO;
}

/** From now on the row lasts for those alone who name it. Answers whether nobody does: then it is to be given back now. */
export function letGoOfRow(rows: Rows, row: number): boolean {
  return addToNames(rows, row, LET_GO) === LET_GO;
}

function namesOf({ names }: Rows, row: number): number {
  return names[row >> CHUNK_BITS]?.[row & IN_CHUNK] ?? 0;
}

function addToNames(rows: Rows, row: number, delta: number): number {
  const sum = namesOf(rows, row) + delta;
  const chunk = rows.names[row >> CHUNK_BITS];
  if (chunk) chunk[row & IN_CHUNK] = sum;
  return sum;
}
