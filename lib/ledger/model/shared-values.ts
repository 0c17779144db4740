/** Values that many rows have in common, by number. Each stays for as long as it is named. */
export type SharedValues<T> = {
  readonly numbers: Map<T, number>;
  readonly values: (T | undefined)[];
  readonly uses: number[];
  readonly free: number[];
};

export function createSharedValues<T>(): SharedValues<T> {
  return { numbers: new Map(), values: [], uses: [], free: [] };
}

/** The value's number, for a row that names it from now on. */
export function nameValue<T>({ numbers, values, uses, free }: SharedValues<T>, value: T): number {
  const known = numbers.get(value);
  if (known !== undefined) {
    uses[known] = (uses[known] ?? 0) + 1;
    return known;
  }
  const n = free.pop() ?? values.length;
  numbers.set(value, n);
  values[n] = value;
  uses[n] = 1;
  return n;
}

export function unnameValue<T>({ numbers, values, uses, free }: SharedValues<T>, n: number): void {
  const left = (uses[n] ?? 0) - 1;
  uses[n] = left;
  const value = values[n];
  if (left > 0 || value === undefined) return;
  numbers.delete(value);
  values[n] = undefined;
  free.push(n);
}

/** Throws `RangeError` for a number that no row names. */
export function valueAt<T>({ values }: SharedValues<T>, n: number): T {
  const value = values[n];
  if (value === undefined) throw new RangeError(`There is no shared value ${n}.`);
  return value;
}
