import type { Dialect, Endpoint } from "@/lib/gateway/providers/dialect";
import { ALL_SCOPES, type KeyScope } from "@/lib/kernel/key-scopes";

const BY_REQUEST_TYPE = {
  chat_completion: "chat",
  text_completion: "chat",
  responses: "chat",
  embedding: "embeddings",
} as const satisfies Record<Endpoint["requestType"], KeyScope>;

/** Operations of AI providers that are not metered yet, by their path. */
const BY_PATH: readonly (readonly [RegExp, KeyScope])[] = [
  [/\/audio\//, "audio"],
  [/\/images\//, "images"],
  [/\/moderations$/, "moderations"],
  [/\/messages\/count_tokens$/, "chat"],
  [/\/responses(?:\/|$)/, "chat"],
];

/** The scope that a key needs for an operation. What no scope names, and every API that is no AI provider, is `http`. */
export function scopeOf(dialect: Dialect, endpoint: Endpoint | null, method: string, path: string): KeyScope {
  if (endpoint !== null) return BY_REQUEST_TYPE[endpoint.requestType];
  if (!dialect.isAi) return "http";
  if ((method === "GET" || method === "HEAD") && /\/models(?:\/|$)/.test(path)) return "models:read";
  return BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? "http";
}

/** No scopes, or `*`, allow everything. */
export function hasScope(scopes: readonly string[], needed: KeyScope): boolean {
  return scopes.length === 0 || scopes.includes(needed) || scopes.includes(ALL_SCOPES);
}
