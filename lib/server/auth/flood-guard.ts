import type { Clock } from "@/lib/kernel/clock";

export type FloodGuard = {
  /** Counts one attempt and says whether it may go on. */
  admits(subjects: readonly string[]): boolean;
  /** Forgets a subject that has proven itself. */
  forget(subject: string): void;
};

type Window = { startMs: number; count: number };

/**
 * Fixed windows in this process's memory, for doors before anyone is identified. It is bounded: when `maxSubjects` are
 * watched, ended windows are dropped, and if none has ended, new subjects are refused.
 */
export function createFloodGuard(options: {
  clock: Clock;
  limit: number;
  windowMs: number;
  maxSubjects?: number;
}): FloodGuard {
  const { clock, limit, windowMs, maxSubjects = 10_000 } = options;
  const windows = new Map<string, Window>();

  function count(subject: string, nowMs: number): boolean {
    const window = windows.get(subject);
    if (window !== undefined && nowMs - window.startMs < windowMs) {
      window.count += 1;
      return window.count <= limit;
    }
    if (window === undefined && windows.size >= maxSubjects) dropEnded(nowMs);
    if (window === undefined && windows.size >= maxSubjects) return false;
    windows.set(subject, { startMs: nowMs, count: 1 });
    return true;
  }

  function dropEnded(nowMs: number): void {
    for (const [subject, window] of windows) if (nowMs - window.startMs >= windowMs) windows.delete(subject);
  }

  return {
    admits: (subjects) => {
      const nowMs = clock.nowMs();
      return subjects.map((subject) => count(subject, nowMs)).every(Boolean);
    },
    forget: (subject) => {
      windows.delete(subject);
    },
  };
}
