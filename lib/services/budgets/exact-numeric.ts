/**
 * An amount for a `numeric` column. Text is sent as it is, so that no double stands between its digits and Postgres;
 * the generated types know numbers only.
 */
export function exactNumeric(amount: number | string): number {
  return asColumn(String(amount));
}

export function exactNumericOrNull(amount: number | string | null): number | null {
  return amount === null ? null : exactNumeric(amount);
}

/** Postgres reads decimal text as `numeric`; the schema has made sure that it is decimal. */
function asColumn(text: string): number {
  return text as unknown as number;
}
