type Rule = Readonly<Record<string, unknown>>;

/** Whether a change makes a rule count something else, in one of these columns: its counters begin anew then. */
export function countsOtherwise(before: Rule, patch: Rule, columns: readonly string[]): boolean {
  return columns.some((column) => column in patch && !isSame(before[column], patch[column]));
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === "string" && typeof other === "string" && isInstant(one) && isInstant(other))
    return Date.parse(one) === Date.parse(other);
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** The same instant may be written in two zones. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(text);
}
