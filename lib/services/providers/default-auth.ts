import type { AuthConfig, AuthMethod, Dialect } from "./schema";

type Auth = { method: AuthMethod; config: AuthConfig };

const BEARER: Auth = { method: "BEARER", config: {} };

/** Where each API expects its key, by its own documentation. */
const BY_DIALECT = {
  openai: BEARER,
  anthropic: { method: "HEADER", config: { header: "x-api-key" } },
  gemini: { method: "HEADER", config: { header: "x-goog-api-key" } },
  azure: { method: "HEADER", config: { header: "api-key" } },
  bedrock: BEARER,
  vertex: BEARER,
  http: BEARER,
} as const satisfies Record<Dialect, Auth>;

export function defaultAuth(dialect: Dialect): Auth {
  return BY_DIALECT[dialect];
}
