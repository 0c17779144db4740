/**
 * The same JSON with every string made storable: Postgres' jsonb refuses NUL and lone surrogates, and one such string
 * from a caller's body would otherwise block its whole batch for ever. Each becomes U+FFFD. What is storable already,
 * as nearly all is, is not copied.
 */
export function storable(value: unknown): unknown {
  return isStorable(value) ? value : cleaned(value);
}

function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\u0000");
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== "object" || value === null) return true;
  // Records are plain objects: their keys can be walked without a list of pairs for each.
  for (const name in value) if (!isStorable(name) || !isStorable(Reflect.get(value, name))) return false;
  return true;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\u0000", "\ufffd");
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [cleaned(name), cleaned(inner)]));
}
