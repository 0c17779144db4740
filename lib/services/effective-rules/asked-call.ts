import { type CallFact, compileBudget, compileRateLimit } from "@/lib/gateway/rules/compile-rule";
import { tierOf } from "@/lib/gateway/rules/model-tiers";
import type { Subjects } from "@/lib/gateway/rules/subjects";
import { type CompiledKey, keySubjectsOf } from "@/lib/gateway/snapshot/compile-snapshot";
import type { RuleRow } from "./load-snapshot";

/** What is said of a call that nobody makes; null where it is left open. */
export type AskedCall = {
  provider: { id: string; slug: string } | null;
  model: string | null;
  path: string | null;
  method: string | null;
  endUser: string | null;
  tag: string | null;
};

const FACT_COLUMNS: Readonly<Record<CallFact, readonly string[]>> = {
  end_user: ["end_user_id"],
  tag: ["tag"],
  provider: ["provider_id"],
  endpoint: ["endpoint_id"],
  credential: ["credential_id"],
  model: ["model_pattern", "model_tier_id"],
  path: ["path_pattern"],
  method: ["method"],
};

/** The facts of which nothing was said. A model's tier is known with its provider alone. */
export function openFacts(call: AskedCall): ReadonlySet<CallFact> {
  const open = new Set<CallFact>(["endpoint", "credential"]);
  if (call.provider === null) open.add("provider");
  if (call.model === null) open.add("model");
  if (call.path === null) open.add("path");
  if (call.method === null) open.add("method");
  if (call.endUser === null) open.add("end_user");
  if (call.tag === null) open.add("tag");
  return open;
}

/** The call as rules see it. What is open is never asked: the columns about it are left out of the rule. */
export function subjectsOf({ key, slot }: CompiledKey, call: AskedCall): Subjects {
  const { provider, model } = call;
  return {
    ...keySubjectsOf(key),
    end_user: call.endUser,
    tags: call.tag === null ? key.tags : [...key.tags, call.tag],
    path: call.path ?? "",
    method: call.method?.toUpperCase() ?? "",
    model,
    slug: provider?.slug ?? "",
    provider: provider?.id ?? "",
    credential: null,
    endpoint: null,
    tier: provider === null ? null : tierOf(slot.current.tiers, provider.id, provider.slug, model),
  };
}

/**
 * What is open to a rule: a pattern with a slash speaks of the provider too, and a tier is one of a provider's model, so
 * that the model alone tells neither.
 */
export function openTo(row: RuleRow, open: ReadonlySet<CallFact>): ReadonlySet<CallFact> {
  if (!open.has("provider") || open.has("model")) return open;
  const needsProvider = row.model_tier_id !== null || row.model_pattern?.includes("/") === true;
  return needsProvider ? new Set<CallFact>([...open, "model"]) : open;
}

/** Whether a rule's row would count the call, by the gateway's own matching, as far as the call is known. */
export function matchesAsFarAsKnown(row: RuleRow, subjects: Subjects, open: ReadonlySet<CallFact>): boolean {
  const blank: Record<string, null> = {};
  for (const fact of openTo(row, open)) {
    // A tag of the key's own is there whatever the call brings.
    if (fact === "tag" && row.tag !== null && subjects.tags.includes(row.tag)) continue;
    for (const column of FACT_COLUMNS[fact]) if (column in row) blank[column] = null;
  }
  return "amount_cents" in row
    ? compileBudget({ ...row, ...blank }).matches(subjects)
    : compileRateLimit({ ...row, ...blank }).matches(subjects);
}

/** The columns of a row that speak of a call, with their values. */
export function needsOf(row: RuleRow, subjects: Subjects): { fact: CallFact | "model_tier"; value: string }[] {
  const needs: { fact: CallFact | "model_tier"; value: string | null }[] = [
    { fact: "provider", value: row.provider_id },
    { fact: "model", value: row.model_pattern },
    { fact: "model_tier", value: row.model_tier_id },
    { fact: "endpoint", value: row.endpoint_id },
    { fact: "credential", value: row.credential_id },
    { fact: "path", value: "path_pattern" in row ? row.path_pattern : null },
    { fact: "method", value: "method" in row ? row.method : null },
    { fact: "end_user", value: row.end_user_id },
    { fact: "tag", value: row.tag !== null && subjects.tags.includes(row.tag) ? null : row.tag },
  ];
  return needs.flatMap(({ fact, value }) => (value === null ? [] : [{ fact, value }]));
}
