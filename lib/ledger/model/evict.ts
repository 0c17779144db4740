import { drained } from "./standing";
import { type Counter, FOREVER_MS, type LedgerState } from "./state";

/** How many counters one sweep looks at, so that a million subjects never stop the process. */
const STEPS_PER_SWEEP = 20_000;

/** Forgets counters that are no different from fresh ones: ended periods, drained buckets, free slots. */
export function createSweeper(state: LedgerState): (nowMs: number) => void {
  let rules = state.counters.entries();
  let current: { ruleId: string; bySubject: Map<string, Counter>; subjects: MapIterator<Counter> } | null = null;

  const nextRule = (): boolean => {
    const rule = rules.next();
    if (rule.done) {
      rules = state.counters.entries();
      return false;
    }
    const [ruleId, bySubject] = rule.value;
    current = { ruleId, bySubject, subjects: bySubject.values() };
    return true;
  };

  return (nowMs) => {
    for (let step = 0; step < STEPS_PER_SWEEP; step += 1) {
      if (current === null && !nextRule()) return;
      if (current === null) return;
      const subject = current.subjects.next();
      if (subject.done) {
        if (current.bySubject.size === 0) {
          state.counters.delete(current.ruleId);
          state.ruleFacts.delete(current.ruleId);
        }
        current = null;
      } else if (isSpent(subject.value, nowMs)) {
        current.bySubject.delete(subject.value.subject);
      }
    }
  };
}

function isSpent(counter: Counter, nowMs: number): boolean {
  const { cell } = counter;
  if (cell.held > 0 || counter.openEntries > 0) return false;
  if (cell.endMs === FOREVER_MS) return drained(counter, nowMs) === 0;
  // One period longer, since a sliding window weighs the period before.
  return nowMs >= cell.endMs + (cell.endMs - cell.startMs);
}
