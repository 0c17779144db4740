/**
 * The same JSON with every string made storable: Postgres' jsonb refuses NUL and lone surrogates, and one such string
 * from a caller's body would otherwise block its whole batch for ever. Each becomes U+FFFD.
 */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\u0000", "\ufffd");
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [storable(name), storable(inner)]));
}
