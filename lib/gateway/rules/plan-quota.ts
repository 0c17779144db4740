import { derivedId } from "@/lib/kernel/derived-ids";
import { parseAmountCents } from "@/lib/kernel/money";
import { createPeriods } from "@/lib/kernel/periods";
import type { Metric } from "@/lib/ledger/rules";
import type { CompiledRule } from "./compile-rule";

export type PlanFacts = { id: string; plan: string; plan_limits: Readonly<Record<string, unknown>> };

const QUOTA_PRIORITY = 950;

/** What the workspace's plan lets through in a UTC month, as rules like any other. An absent or null limit is none. */
export function compilePlanQuotas({ id, plan_limits: limits }: PlanFacts): CompiledRule[] {
  const { requests_per_month: requests, tokens_per_month: tokens, spend_cents_per_month: spend } = limits;
  const quotas: CompiledRule[] = [];
  if (requests != null) quotas.push(quota(derivedId("quota_requests", id), "requests", Number(requests)));
  if (tokens != null) quotas.push(quota(derivedId("quota_tokens", id), "total_tokens", Number(tokens)));
  if (spend != null) quotas.push(quota(derivedId("quota_spend", id), "cost_nano_usd", parseAmountCents(String(spend))));
  return quotas;
}

function quota(ruleId: string, metric: Metric, limit: number): CompiledRule {
  return {
    fixed: {
      ruleId,
      kind: metric === "cost_nano_usd" ? "budget" : "rate_limit",
      name: "plan quota",
      scope: "TENANT",
      metric,
      strategy: "FIXED_WINDOW",
      enforcement: "enforce",
      hard: true,
      priority: QUOTA_PRIORITY,
    },
    limitAt: () => limit,
    per: [],
    periods: createPeriods({ kind: "calendar", duration: { count: 1, unit: "M" }, zone: "UTC" }),
    windowMs: null,
    isCandidateRule: false,
    dependsOn: [],
    matches: () => true,
    belongsTo: () => true,
  };
}
