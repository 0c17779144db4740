import { isSameRule } from "@/lib/ledger/model/same-rule";
import type { Check, Period } from "@/lib/ledger/rules";

/** A rule's facts: everything of a check but whom, how much and when. */
export type RuleFacts = Omit<Check, "subject" | "amount" | "current" | "next">;

/** Numbers rules within one file. `onNew` writes what must stand before the first use. */
export function createRuleTable(onNew: (n: number, facts: RuleFacts) => void) {
  const numbers = new Map<string, number>();
  // The rule that a check was made of last: nearly always the same, and cheaper to compare than to name.
  const latest = new Map<string, { check: Check; n: number }>();

  function byName(check: Check): number {
    const name = nameOf(check);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const n = numbers.size;
    numbers.set(name, n);
    onNew(n, factsOf(check));
    return n;
  }

  return {
    numberOf(check: Check): number {
      const last = latest.get(check.ruleId);
      if (last && isSameRule(last.check, check)) return last.n;
      const n = byName(check);
      latest.set(check.ruleId, { check, n });
      return n;
    },
  };
}
export type RuleTable = ReturnType<typeof createRuleTable>;

/** Numbers a rule in one of its periods: every request of a window repeats both. */
export function createPlanTable(
  rules: RuleTable,
  onNew: (n: number, rule: number, period: Period) => void,
): (check: Check, period: Period) => number {
  const numbers = new Map<string, number>();
  const latest = new Map<string, { check: Check; startMs: number; endMs: number; n: number }>();

  return (check, period) => {
    const { startMs, endMs } = period;
    const last = latest.get(check.ruleId);
    if (last && last.startMs === startMs && last.endMs === endMs && isSameRule(last.check, check)) return last.n;
    const rule = rules.numberOf(check);
    const name = `${rule} ${startMs} ${endMs}`;
    let n = numbers.get(name);
    if (n === undefined) {
      n = numbers.size;
      numbers.set(name, n);
      onNew(n, rule, { startMs, endMs });
    }
    latest.set(check.ruleId, { check, startMs, endMs, n });
    return n;
  };
}

export function checkOf(
  rules: ReadonlyMap<number, RuleFacts>,
  n: number,
  subject: string,
  amount: number,
  period: Period,
): Check {
  const facts = rules.get(n);
  if (!facts) throw new RangeError(`rule number ${n} is used before it is told`);
  return { ...facts, subject, amount, current: period, next: period };
}

function factsOf(check: Check): RuleFacts {
  const { subject: _subject, amount: _amount, current: _current, next: _next, ...facts } = check;
  return facts;
}

function nameOf(c: Check): string {
  const bucket = c.bucket ? `${c.bucket.capacity},${c.bucket.refillPerSecond},${c.bucket.maxWaitMs}` : "";
  const flags = `${c.kind}\n${c.metric}\n${c.strategy}\n${c.enforcement}\n${c.hard}\n${c.priority}`;
  return `${c.ruleId}\n${c.limit}\n${flags}\n${bucket}\n${c.thresholds?.join(",") ?? ""}\n${c.scope}\n${c.name}`;
}
