import type { FloodGuard, FloodVerdict } from "@/lib/gateway/ports";
import type { Clock } from "@/lib/kernel/clock";

type Counted = { window: number; count: number; previous: number; blockedUntilMs: number };

const ADMITTED: FloodVerdict = { isAllowed: true };

/**
 * A sliding window of this process alone, twin of the one over Upstash: attempts of the running window, and of the one
 * before in proportion to what of it still counts. Bounded: beyond `maxSubjects` the one that was counted longest ago is
 * forgotten, since refusing newcomers instead would let one flood shut the door for all.
 */
export function createMemoryFloodGuard(options: {
  clock: Clock;
  limit: number;
  windowMs: number;
  maxSubjects?: number;
}): FloodGuard {
  const { clock, limit, windowMs, maxSubjects = 10_000 } = options;
  const subjects = new Map<string, Counted>();

  function countedFor(subject: string, window: number): Counted {
    const known = subjects.get(subject);
    // The order of the map is that of the latest attempts.
    if (known !== undefined) subjects.delete(subject);
    const counted = known ?? { window, count: 0, previous: 0, blockedUntilMs: 0 };
    if (counted.window !== window) {
      counted.previous = counted.window === window - 1 ? counted.count : 0;
      counted.count = 0;
      counted.window = window;
    }
    subjects.set(subject, counted);
    if (subjects.size > maxSubjects) {
      for (const oldest of subjects.keys()) {
        subjects.delete(oldest);
        break;
      }
    }
    return counted;
  }

  return {
    admit(subject) {
      const nowMs = clock.nowMs();
      const window = Math.floor(nowMs / windowMs);
      const counted = countedFor(subject, window);
      const endMs = (window + 1) * windowMs;
      if (nowMs < counted.blockedUntilMs) return { isAllowed: false, retryAfterMs: counted.blockedUntilMs - nowMs };
      const stillCounts = Math.floor((1 - (nowMs % windowMs) / windowMs) * counted.previous);
      if (stillCounts + counted.count >= limit) {
        counted.blockedUntilMs = endMs;
        return { isAllowed: false, retryAfterMs: endMs - nowMs };
      }
      counted.count += 1;
      return ADMITTED;
    },
    forget(subject) {
      subjects.delete(subject);
    },
  };
}
