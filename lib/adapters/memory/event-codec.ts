import type { Hold, LedgerEvent } from "@/lib/ledger/model/events";
import type { Check } from "@/lib/ledger/rules";

/** A rule's facts: everything of a check but whom, how much and when. */
export type RuleFacts = Omit<Check, "subject" | "amount" | "current" | "next">;

/** `[rule number, subject, amount, period start, period end]`. */
export type PackedHold = readonly [number, string, number, number, number];

type PackedAdmit = Omit<Extract<LedgerEvent, { kind: "admit" }>, "common" | "own"> & {
  common: PackedHold[];
  own: PackedHold[];
};
type PackedReplace = Omit<Extract<LedgerEvent, { kind: "replace" }>, "own"> & { own: PackedHold[] };

/** One line of a journal. Rules are written once a file and named by number, since each request repeats them. */
export type Line =
  | { kind: "rule"; n: number; facts: RuleFacts }
  | PackedAdmit
  | PackedReplace
  | Exclude<LedgerEvent, { kind: "admit" | "replace" }>;

/** Numbers rules within one file. `onNew` writes the line that must stand before the first use. */
export function createRuleTable(onNew: (line: Line) => void) {
  const numbers = new Map<string, number>();
  // The rule that a check was made of last: nearly always the same, and cheaper to compare than to name.
  const latest = new Map<string, { check: Check; n: number }>();

  function byName(check: Check): number {
    const name = nameOf(check);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const n = numbers.size;
    numbers.set(name, n);
    onNew({ kind: "rule", n, facts: factsOf(check) });
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

export function packEvent(event: LedgerEvent, rules: RuleTable): Line {
  const pack = ({ check, period }: Hold): PackedHold => [
    rules.numberOf(check),
    check.subject,
    check.amount,
    period.startMs,
    period.endMs,
  ];
  if (event.kind === "admit") return { ...event, common: event.common.map(pack), own: event.own.map(pack) };
  if (event.kind === "replace") return { ...event, own: event.own.map(pack) };
  return event;
}

/** Reads lines back; `rules` is filled by the rule lines that come before their use. Null for a rule line. */
export function unpackLine(line: Line, rules: Map<number, RuleFacts>): LedgerEvent | null {
  if (line.kind === "rule") {
    rules.set(line.n, line.facts);
    return null;
  }
  const unpack = ([n, subject, amount, startMs, endMs]: PackedHold): Hold => {
    const period = { startMs, endMs };
    return { check: checkOf(rules, n, subject, amount, period), period };
  };
  if (line.kind === "admit") return { ...line, common: line.common.map(unpack), own: line.own.map(unpack) };
  if (line.kind === "replace") return { ...line, own: line.own.map(unpack) };
  return line;
}

export function checkOf(
  rules: Map<number, RuleFacts>,
  n: number,
  subject: string,
  amount: number,
  period: Hold["period"],
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

/** As equal names, without making them; thresholds and buckets are compared as the objects that a snapshot shares. */
function isSameRule(a: Check, b: Check): boolean {
  return (
    a.limit === b.limit &&
    a.bucket === b.bucket &&
    a.thresholds === b.thresholds &&
    a.kind === b.kind &&
    a.metric === b.metric &&
    a.strategy === b.strategy &&
    a.enforcement === b.enforcement &&
    a.hard === b.hard &&
    a.priority === b.priority &&
    a.scope === b.scope &&
    a.name === b.name
  );
}
