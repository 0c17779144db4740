import { z } from "zod";
import { AccessDecision, Address } from "@/lib/services/access-rules/schema";
import { ApiKeyStatus } from "@/lib/services/api-keys/schema";
import { CountryCode, Id } from "@/lib/services/fields";

/** Whose rules, and of which call: what is not said of the call stays open. */
export const GetEffectiveRulesInput = z.strictObject({
  id: Id,
  provider: z.string().max(63).optional().describe("The slug of the provider."),
  model: z.string().trim().min(1).max(200).optional(),
  path: z.string().max(500).optional().describe("The upstream's path, e.g. /v1/chat/completions."),
  method: z
    .string()
    .regex(/^[A-Za-z]{1,20}$/, "Use a method such as POST.")
    .optional(),
  end_user: z.string().min(1).max(256).optional(),
  tag: z.string().min(1).max(64).optional().describe("One that the call brings beside the key's own."),
  address: Address.optional(),
  country: CountryCode.optional().describe("Where it is left out, that of the address."),
});
export type GetEffectiveRulesInput = z.input<typeof GetEffectiveRulesInput>;

/** `depends`: on what was not said of the call. */
export const CheckVerdict = z.enum(["passes", "refuses", "depends"]);
export type CheckVerdict = z.infer<typeof CheckVerdict>;

export const CheckStage = z.enum([
  "key_state",
  "expiry",
  "workspace",
  "project",
  "team",
  "key_addresses",
  "addresses",
  "countries",
  "providers",
  "scopes",
  "models",
  "key_models",
  "unpriced",
]);
export type CheckStage = z.infer<typeof CheckStage>;

/** One rule of a list, as it is written. */
const ListedRule = z.strictObject({
  id: z.string().nullable(),
  action: z.enum(["allow", "deny"]),
  what: z.string(),
  level: z.enum(["workspace", "project", "key"]),
});

/** What is decided without counting, in the gateway's order. */
export const EffectiveCheck = z.strictObject({
  stage: CheckStage,
  verdict: CheckVerdict,
  sentence: z.string(),
  /** The error that a refused call gets. */
  code: z.string().nullable(),
  rules: z.array(ListedRule),
  decision: AccessDecision.nullable(),
});
export type EffectiveCheck = z.infer<typeof EffectiveCheck>;

/** What a call must be for the rule to count it. */
export const RuleNeed = z.strictObject({ fact: z.string(), value: z.string(), name: z.string().nullable() });
export type RuleNeed = z.infer<typeof RuleNeed>;

/** Of the metric's unit as decimal text: US cents for money, counts otherwise. Null while the ledger does not answer. */
const Amount = z.string().nullable();

/** A limit or budget that counts calls of this key, in the order of evaluation. */
export const EffectiveRule = z.strictObject({
  id: z.string(),
  kind: z.enum(["rate_limit", "key_limit", "endpoint_limit", "budget", "soft_budget", "quota", "credits"]),
  name: z.string(),
  scope: z.string(),
  metric: z.enum(["requests", "input_tokens", "output_tokens", "total_tokens", "concurrency", "cost_nano_usd"]),
  strategy: z.enum(["FIXED_WINDOW", "SLIDING_WINDOW", "TOKEN_BUCKET", "LEAKY_BUCKET"]),
  /** Whether it refuses, only counts (shadow), or only tells (soft). */
  effect: z.enum(["refuses", "shadow", "tells"]),
  priority: z.number(),
  verdict: z.enum(["counts", "depends", "does_not_count"]),
  needs: z.array(RuleNeed),
  per: z.array(z.string()),
  limit: z.string(),
  used: Amount,
  held: Amount,
  remaining: Amount,
  /** Shares of the limit, for a bar. */
  used_share: z.number(),
  held_share: z.number(),
  window_ms: z.number().nullable(),
  resets_at: z.string().nullable(),
  /** Counters of this key under the rule; the figures are those of the fullest. */
  counters: z.number(),
});
export type EffectiveRule = z.infer<typeof EffectiveRule>;

export const EffectiveRules = z.strictObject({
  key: z.strictObject({ id: z.string(), name: z.string(), status: ApiKeyStatus }),
  as_of: z.string(),
  country: z.string().nullable(),
  checks: z.array(EffectiveCheck),
  limits: z.array(EffectiveRule),
  budgets: z.array(EffectiveRule),
});
export type EffectiveRules = z.infer<typeof EffectiveRules>;
