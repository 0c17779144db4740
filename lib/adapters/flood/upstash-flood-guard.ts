import { Ratelimit } from "@upstash/ratelimit";
import type { Redis } from "@upstash/redis";
import type { FloodGuard, FloodVerdict } from "@/lib/gateway/ports";

type Options = {
  redis: Redis;
  /** One door each: a subject is counted at every door apart. */
  name: string;
  limit: number;
  windowMs: number;
  /** What an attempt is that the store did not count in time: the library would let it pass. */
  onOutage: "refuse" | "admit";
  timeoutMs?: number;
  report: (message: string, context: Readonly<Record<string, unknown>>, cause?: unknown) => void;
};

const TIMEOUT_MS = 2_000;
const MAX_BLOCKED = 10_000;
const OUTAGE_WAIT_MS = 5_000;

/** A sliding window that all processes share. Who was refused is remembered here, so that a flood costs no requests. */
export function createUpstashFloodGuard(options: Options): FloodGuard {
  const { redis, name, limit, windowMs, onOutage, timeoutMs = TIMEOUT_MS, report } = options;
  const blocked = new Map<string, number>();
  const ratelimit = new Ratelimit({
    redis,
    limiter: Ratelimit.slidingWindow(limit, `${windowMs} ms`),
    prefix: `sluice:flood:${name}`,
    timeout: timeoutMs,
    ephemeralCache: blocked,
    // The list of known attackers would be fetched from the internet by a timer of its own.
    enableProtection: false,
    analytics: false,
  });

  function uncounted(cause?: unknown): FloodVerdict {
    report("An attempt at a door could not be counted.", { door: name, on_outage: onOutage }, cause);
    return onOutage === "admit" ? { isAllowed: true } : { isAllowed: false, retryAfterMs: OUTAGE_WAIT_MS };
  }

  return {
    async admit(subject) {
      if (blocked.size >= MAX_BLOCKED) blocked.clear();
      try {
        const { success, reset, reason, pending } = await ratelimit.limit(subject);
        if (reason === "timeout") return { ...uncounted(), pending };
        if (success) return { isAllowed: true, pending };
        return { isAllowed: false, retryAfterMs: Math.max(0, reset - Date.now()), pending };
      } catch (cause) {
        return uncounted(cause);
      }
    },
    async forget(subject) {
      try {
        await ratelimit.resetUsedTokens(subject);
      } catch (cause) {
        report("A subject could not be forgotten at a door.", { door: name }, cause);
      }
    },
  };
}
