import { Redis } from "@upstash/redis";
import { createMemoryFloodGuard } from "@/lib/adapters/flood/memory-flood-guard";
import { createUpstashFloodGuard } from "@/lib/adapters/flood/upstash-flood-guard";
import type { ServerEnv } from "@/lib/env";
import type { FloodGuard } from "@/lib/gateway/ports";
import { reportError } from "@/lib/server/report-error";
import { systemClock } from "@/lib/server/system-clock";

export type Door = { name: string; limit: number; windowMs: number; onOutage: "refuse" | "admit" };

const MINUTE_MS = 60_000;

/** Calls with unknown keys get their 401 while nobody counts: the key decides about them, not the guard. */
export const STRANGERS: Door = { name: "strangers", limit: 100, windowMs: MINUTE_MS, onOutage: "admit" };
export const MANAGEMENT_KEYS: Door = { name: "management-keys", limit: 30, windowMs: MINUTE_MS, onOutage: "refuse" };
export const SIGN_IN_PAIR: Door = { name: "sign-in-pair", limit: 8, windowMs: 5 * MINUTE_MS, onOutage: "refuse" };
export const SIGN_IN_ADDRESS: Door = {
  name: "sign-in-address",
  limit: 100,
  windowMs: 5 * MINUTE_MS,
  onOutage: "refuse",
};

/** The guard of a door: shared by all processes where Upstash is given, else this process's own. */
export function floodGuard(
  env: Partial<Pick<ServerEnv, "UPSTASH_REDIS_REST_URL" | "UPSTASH_REDIS_REST_TOKEN">>,
  door: Door,
): FloodGuard {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env;
  if (url === undefined || token === undefined) return createMemoryFloodGuard({ ...door, clock: systemClock });
  return createUpstashFloodGuard({ ...door, redis: new Redis({ url, token }), report: reportError });
}
