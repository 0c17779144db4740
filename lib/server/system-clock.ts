import type { Clock } from "@/lib/kernel/clock";

let latestMs = 0;

/** The wall clock of this process; a step back of the system's clock holds it still instead. */
export const systemClock: Clock = {
  nowMs() {
    latestMs = Math.max(latestMs, Date.now());
    return latestMs;
  },
};
