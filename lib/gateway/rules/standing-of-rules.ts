import { formatCents } from "@/lib/kernel/money";
import type { Balance, BalanceQuery } from "@/lib/ledger/port";
import type { Verdict } from "@/lib/ledger/rules";
import type { CallFact, CompiledRule } from "./compile-rule";
import { type Subjects, subjectsPer } from "./subjects";

/** A question about a key: who it is, and what of a call was named. */
export type Asked = { subjects: Subjects; facts: ReadonlySet<CallFact> };

/** A rule with one of its counters; `subject` as the ledger names it. */
export type Counted = { rule: CompiledRule; subject: string };

/** Which counters stand against what was asked, and which rules cannot be told without more of the call. */
export function countersFor(
  rules: readonly CompiledRule[],
  asked: Asked,
  nameOf: (rule: CompiledRule, subject: string) => string,
): { counted: Counted[]; open: CompiledRule[] } {
  const counted: Counted[] = [];
  const open: CompiledRule[] = [];
  for (const rule of rules) {
    if (!rule.belongsTo(asked.subjects)) continue;
    if (rule.dependsOn.some((fact) => !asked.facts.has(fact))) open.push(rule);
    else if (rule.matches(asked.subjects)) {
      for (const subject of subjectsPer(rule.per, asked.subjects)) {
        counted.push({ rule, subject: rule.per.length === 0 ? subject : nameOf(rule, subject) });
      }
    }
  }
  return { counted, open };
}

export function queriesOf(counted: readonly Counted[]): BalanceQuery[] {
  return counted.map(({ rule, subject }) => ({ ruleId: rule.fixed.ruleId, subject }));
}

/** Where each counter stands now; one that the ledger does not list counts nothing. */
export function verdictsFor(counted: readonly Counted[], balances: readonly Balance[], nowMs: number): Verdict[] {
  const byName = new Map(balances.map((balance) => [`${balance.ruleId} ${balance.subject}`, balance]));
  return counted.map(({ rule, subject }) => {
    const { fixed } = rule;
    const balance = byName.get(`${fixed.ruleId} ${subject}`);
    const used = balance?.used ?? 0;
    const held = balance?.held ?? 0;
    const limit = fixed.bucket?.capacity ?? rule.limitAt(nowMs);
    return {
      ruleId: fixed.ruleId,
      kind: fixed.kind,
      name: fixed.name,
      scope: fixed.scope,
      subject,
      metric: fixed.metric,
      limit,
      used,
      held,
      remaining: Math.max(0, limit - used - held),
      resetsAtMs: resetOf(rule, used + held, nowMs),
      allowed: true,
      shadow: fixed.enforcement === "shadow",
      priority: fixed.priority,
    };
  });
}

/** The end of the window, or when a bucket will have drained; null where neither comes. */
function resetOf({ fixed, periods }: CompiledRule, debt: number, nowMs: number): number | null {
  if (fixed.kind === "credits" || fixed.metric === "concurrency") return null;
  if (!fixed.bucket) return periods?.(nowMs).current.endMs ?? null;
  const { refillPerSecond } = fixed.bucket;
  return refillPerSecond === 0 ? null : nowMs + Math.ceil((debt / refillPerSecond) * 1_000);
}

/** Decimal text in US dollars, nine digits: the last is one nano-dollar. */
export function dollarsOf(nanoUsd: number): string {
  const digits = formatCents(nanoUsd).replace(".", "").padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
