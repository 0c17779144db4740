import { isLive } from "./counter-rows";
import { forgetCounter } from "./counter-table";
import { isSpent } from "./counters";
import type { LedgerState } from "./state";

/** How many rows one sweep looks at, so that a million subjects never stop the process: some 20,000 counters. */
const STEPS_PER_SWEEP = 60_000;

/** Forgets counters that are no different from fresh ones: ended periods, drained buckets, free slots. */
export function createSweeper(state: LedgerState): (nowMs: number) => void {
  let next = 0;
  return (nowMs) => {
    const { counters } = state;
    for (let step = 0; step < STEPS_PER_SWEEP; step += 1) {
      if (next >= counters.rows.length) {
        next = 0;
        return;
      }
      const counter = next;
      next += 1;
      if (!isLive(counters.rows, counter) || !isSpent(counters, counter, nowMs)) continue;
      const emptyRule = forgetCounter(counters, counter);
      if (emptyRule !== null) state.ruleFacts.delete(emptyRule);
    }
  };
}
