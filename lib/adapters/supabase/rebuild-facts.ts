import { z } from "zod";
import { RebuildBudget, RebuildRateLimit } from "@/lib/gateway/snapshot/snapshot-schema";

export const RequestIds = z.array(z.string());

/** `gateway_rebuild_rules`: the rules as a snapshot has them. */
export const RebuildRules = z.object({
  rate_limits: z.array(RebuildRateLimit),
  budgets: z.array(RebuildBudget),
  key_limits: z.array(z.object({ id: z.string(), workspace_id: z.string(), rate_limit_window_ms: z.number() })),
  plans: z.array(z.object({ id: z.string(), plan: z.string(), plan_limits: z.record(z.string(), z.unknown()) })),
});
export type RebuildRules = z.infer<typeof RebuildRules>;

/** A rule's subject columns with the interval to add up, as `gateway_balances_rebuild` reads them. */
export type CountedRule = Readonly<Record<string, unknown>> & { rule_id: string; start: string; end: string };

/** `gateway_balances_rebuild`: nano-dollars as text, for they may be many. */
export const CountedSums = z.array(
  z.object({
    rule_id: z.string(),
    subject: z.string(),
    requests: z.number(),
    input_tokens: z.number(),
    output_tokens: z.number(),
    total_tokens: z.number(),
    cost_nano_usd: z.string().transform(Number),
  }),
);
export type CountedSum = z.infer<typeof CountedSums>[number];

export const CreditSpendings = z.array(
  z.object({
    rule_id: z.string(),
    subject: z.string(),
    metric: z.enum(["cost_nano_usd", "requests"]),
    used: z.string().transform(Number),
  }),
);
export type CreditSpending = z.infer<typeof CreditSpendings>[number];
