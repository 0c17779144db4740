import type { Timers } from "@/lib/gateway/ports";

/** The process's own timers, of which none keeps it alive. */
export const systemTimers: Timers = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
