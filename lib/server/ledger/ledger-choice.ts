import type { ServerEnv } from "@/lib/env";

export type LedgerChoice =
  /** The Node host's own, which other processes reach over its socket. */
  { kind: "memory" } | { kind: "redis"; url: string } | { kind: "upstash"; url: string; token: string };

type Settings = Pick<ServerEnv, "REDIS_URL" | "UPSTASH_REDIS_REST_URL" | "UPSTASH_REDIS_REST_TOKEN" | "SLUICE_WORKERS">;

/** Which ledger this installation has. Throws, saying which variables to set or unset, where the environment is of two minds. */
export function ledgerChoice(env: Settings): LedgerChoice {
  const { REDIS_URL: redis, UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env;
  if ((url === undefined) !== (token === undefined)) {
    const [given, missing] = url === undefined ? ["TOKEN", "URL"] : ["URL", "TOKEN"];
    throw new Error(
      `UPSTASH_REDIS_REST_${given} is set but UPSTASH_REDIS_REST_${missing} is not. Set both to keep the ledger at Upstash, or unset both.`,
    );
  }
  if (redis !== undefined && url !== undefined) {
    throw new Error(
      "REDIS_URL and UPSTASH_REDIS_REST_URL are both set, but there is one ledger. Unset REDIS_URL to keep it at Upstash, " +
        "or UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN to keep it in your Redis.",
    );
  }
  if (url !== undefined && token !== undefined) return { kind: "upstash", url, token };
  if (redis !== undefined) return { kind: "redis", url: redis };
  if (env.SLUICE_WORKERS > 1) {
    throw new Error(
      `SLUICE_WORKERS is ${env.SLUICE_WORKERS}, but the ledger in memory belongs to one process. Set REDIS_URL, or ` +
        "UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN, so that the workers share one ledger, or unset SLUICE_WORKERS.",
    );
  }
  return { kind: "memory" };
}
