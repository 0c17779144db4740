import { anthropic } from "./anthropic";
import type { Dialect, Endpoint } from "./dialect";
import { http } from "./http";
import { openai } from "./openai";

/** AI dialects without readers yet: bytes pass as with plain HTTP, but only for keys that may make unpriced calls. */
const unread = ["gemini", "azure", "bedrock", "vertex"].map((name): Dialect => ({ ...http, name, isAi: true }));

const DIALECTS: ReadonlyMap<string, Dialect> = new Map(
  [openai, anthropic, http, ...unread].map((dialect) => [dialect.name, dialect]),
);

/** The dialect by its name; what is not read here passes as plain HTTP. */
export function dialectNamed(name: string): Dialect {
  return DIALECTS.get(name) ?? http;
}

/** The metered operation that an upstream path (without query) names, for POST alone. */
export function endpointOf(dialect: Dialect, method: string, path: string): Endpoint | null {
  if (method !== "POST") return null;
  const end = path.endsWith("/") ? path.slice(0, -1) : path;
  return dialect.endpoints.find((endpoint) => end.endsWith(endpoint.path)) ?? null;
}
