import { Roster } from "@/lib/kernel/roster";
import type { Amounts, Ledger } from "@/lib/ledger/port";
import type { Clock, ErrorReport, Timers } from "./ports";

export type LeaseKeeper = {
  /** Renews the lease of a running request every third of it, until the answer is called. */
  hold(requestId: string, metered: () => Amounts): () => void;
  running(): number;
};

type Running = { requestId: string; nextMs: number; metered: () => Amounts };

/** One timer for all running requests: most end before their first renewal. */
export function createLeaseKeeper(deps: {
  ledger: Ledger;
  clock: Clock;
  timers: Timers;
  report: ErrorReport;
  leaseMs: number;
}): LeaseKeeper {
  const running = new Roster<Running>();
  const everyMs = Math.max(1, Math.floor(deps.leaseMs / 3));
  const tickMs = Math.max(1, Math.floor(everyMs / 4));
  let isTicking = false;

  function tick(): void {
    isTicking = false;
    const nowMs = deps.clock.nowMs();
    for (const lease of running.values()) {
      if (lease.nextMs > nowMs) continue;
      const { requestId } = lease;
      lease.nextMs = nowMs + everyMs;
      deps.ledger
        .renew(requestId, lease.metered())
        .catch((cause: unknown) => deps.report("A lease could not be renewed.", { requestId }, cause));
    }
    schedule();
  }

  function schedule(): void {
    if (isTicking || running.size === 0) return;
    isTicking = true;
    deps.timers.after(tickMs, tick);
  }

  return {
    hold(requestId, metered) {
      const lease = running.enter({ requestId, nextMs: deps.clock.nowMs() + everyMs - tickMs, metered });
      schedule();
      return () => running.leave(lease);
    },
    running: () => running.size,
  };
}
