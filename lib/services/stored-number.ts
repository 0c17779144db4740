/** Postgres's `numeric` and `bigint` may arrive as text; counts, weights and milliseconds fit a number. */
export function storedNumber(value: number | string): number {
  return Number(value);
}

export function storedNumberOrNull(value: number | string | null): number | null {
  return value === null ? null : storedNumber(value);
}
