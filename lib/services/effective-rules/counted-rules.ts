import type { CallFact, CompiledRule } from "@/lib/gateway/rules/compile-rule";
import { type Dimension, encodedOf, type Subjects } from "@/lib/gateway/rules/subjects";
import { softRuleId } from "@/lib/kernel/derived-ids";
import { formatCents } from "@/lib/kernel/money";
import type { Balance } from "@/lib/ledger/port";
import { matchesAsFarAsKnown, needsOf, openTo } from "./asked-call";
import type { KeyRules, RuleRow } from "./load-snapshot";
import type { EffectiveRule } from "./schema";

/** Further away than this, a period is no period: credit lives until it is spent. */
const FOREVER_MS = 100 * 366 * 86_400_000;

type Asked = { subjects: Subjects; open: ReadonlySet<CallFact>; nowMs: number };
export type UnnamedRule = Omit<EffectiveRule, "needs"> & { needs: { fact: string; value: string }[] };

/** The rules that count calls of the key, or could, in the order in which the ledger reports them. */
export function countedRules(
  keyRules: KeyRules,
  asked: Asked,
  balances: ReadonlyMap<string, readonly Balance[]> | null,
): UnnamedRule[] {
  const { rules, compiled } = keyRules;
  return rules
    .flatMap((rule) => {
      const row = rowOf(keyRules, rule);
      if (row !== null && !concernsKey(keyRules, row, asked)) return [];
      const own = balances?.get(rule.fixed.ruleId) ?? (balances === null ? null : []);
      return [toEffective(rule, row, compiled.key.id, asked, own)];
    })
    .toSorted((one, other) => one.priority - other.priority);
}

/** The row behind a rule; a budget's soft amount is a rule of its own on the same row. */
function rowOf({ rows }: KeyRules, { fixed }: CompiledRule): RuleRow | null {
  return rows.get(fixed.ruleId) ?? (fixed.kind === "budget" ? rows.get(softRuleId(fixed.ruleId)) : undefined) ?? null;
}

/** Whether any call of the key could be counted: a rule of another project, or of a provider that the key may not call, never is. */
function concernsKey({ compiled }: KeyRules, row: RuleRow, { subjects }: Asked): boolean {
  const { key } = compiled;
  const mayCall =
    row.provider_id === null ||
    key.all_providers ||
    key.providers.some(({ provider_id }) => provider_id === row.provider_id);
  return mayCall && matchesAsFarAsKnown(row, subjects, EVERY_FACT);
}

const EVERY_FACT: ReadonlySet<CallFact> = new Set<CallFact>([
  "end_user",
  "tag",
  "provider",
  "endpoint",
  "credential",
  "model",
  "path",
  "method",
]);

function toEffective(
  rule: CompiledRule,
  row: RuleRow | null,
  keyId: string,
  asked: Asked,
  balances: readonly Balance[] | null,
): UnnamedRule {
  const { fixed, per, windowMs } = rule;
  const { nowMs } = asked;
  const capacity = fixed.bucket?.capacity ?? rule.limitAt(nowMs);
  const own = balances?.filter((balance) => isOfKey(per, balance.subject, asked)) ?? null;
  const fullest = own?.toSorted((one, other) => other.used + other.held - (one.used + one.held))[0];
  const { used, held } = fullest ?? { used: 0, held: 0 };
  const text = (amount: number) => (fixed.metric === "cost_nano_usd" ? formatCents(amount) : String(amount));
  const live = (amount: number) => (balances === null ? null : text(amount));
  return {
    id: fixed.ruleId,
    kind: kindOf(rule, row, keyId),
    name: fixed.name,
    scope: fixed.scope,
    metric: fixed.metric,
    strategy: fixed.strategy,
    effect: fixed.enforcement === "shadow" ? "shadow" : fixed.hard ? "refuses" : "tells",
    priority: fixed.priority,
    verdict: verdictOf(rule, row, asked),
    needs: row === null ? [] : needsOf(row, asked.subjects),
    per: [...per],
    limit: text(capacity),
    used: live(used),
    held: live(held),
    remaining: live(Math.max(0, capacity - used - held)),
    used_share: shareOf(used, capacity),
    held_share: shareOf(held, capacity),
    window_ms: windowMs,
    resets_at: resetOf(rule, nowMs),
    counters: own?.length ?? 0,
  };
}

function verdictOf(
  { dependsOn }: CompiledRule,
  row: RuleRow | null,
  { subjects, open }: Asked,
): UnnamedRule["verdict"] {
  if (row !== null && !matchesAsFarAsKnown(row, subjects, open)) return "does_not_count";
  const named = new Set(row === null ? dependsOn : needsOf(row, subjects).map(({ fact }) => factOf(fact)));
  const stillOpen = row === null ? open : openTo(row, open);
  return dependsOn.some((fact) => named.has(fact) && stillOpen.has(fact)) ? "depends" : "counts";
}

/** A tier is known with the model. */
function factOf(fact: CallFact | "model_tier"): CallFact {
  return fact === "model_tier" ? "model" : fact;
}

function kindOf({ fixed, dependsOn }: CompiledRule, row: RuleRow | null, keyId: string): UnnamedRule["kind"] {
  if (fixed.kind === "credits") return "credits";
  if (row !== null)
    return fixed.kind === "rate_limit" ? "rate_limit" : row.id === fixed.ruleId ? "budget" : "soft_budget";
  if (fixed.ruleId === keyId) return "key_limit";
  return dependsOn.includes("endpoint") ? "endpoint_limit" : "quota";
}

/** Dimensions that a call decides; the others are the key's own. */
const CALL_DIMENSIONS: Readonly<Partial<Record<Dimension, CallFact>>> = {
  end_user: "end_user",
  provider: "provider",
  credential: "credential",
  model: "model",
};

/** Whether a counter is one that calls of this key, as far as they are known, are counted in. */
function isOfKey(per: readonly Dimension[], subject: string, { subjects, open }: Asked): boolean {
  const values = subject.split(",");
  return per.every((dimension, index) => {
    const value = values[index] ?? "";
    if (dimension === "tag") return open.has("tag") || subjects.tags.map(encodedOf).includes(value);
    const fact = CALL_DIMENSIONS[dimension];
    return (fact !== undefined && open.has(fact)) || value === encodedOf(subjects[dimension] ?? "");
  });
}

function shareOf(amount: number, capacity: number): number {
  if (capacity > 0) return amount / capacity;
  return amount > 0 ? 1 : 0;
}

function resetOf({ periods }: CompiledRule, nowMs: number): string | null {
  const endMs = periods?.(nowMs).current.endMs ?? null;
  return endMs === null || endMs - nowMs > FOREVER_MS ? null : new Date(endMs).toISOString();
}
