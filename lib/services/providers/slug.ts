/** First segments of `/api/proxy` that mean something of their own, so no provider may be called so. */
const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  "v1",
  "quota",
  "explain",
  "health",
  "metrics",
  "revoke",
  "mcp",
  "a2a",
  "files",
  "batches",
  "vector-stores",
  "responses",
  "models",
  "anthropic",
]);

/** Why the text cannot be a provider's slug, as a message for its author; null if it can. */
export function slugProblem(slug: string): string | null {
  if (slug.startsWith("_")) return "A slug cannot begin with an underscore.";
  if (slug.length > 60) return "Use at most 60 characters.";
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug))
    return "Use lower-case letters, digits and single hyphens, e.g. my-openai.";
  if (RESERVED_SLUGS.has(slug)) return `"${slug}" is reserved. Choose another slug, e.g. my-${slug}.`;
  return null;
}
