import { z } from "zod";
import { Id } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";
import { RuleSubject } from "@/lib/services/rules/schema";

export const ListOpenHoldsInput = PageInput.extend({
  rule_id: Id.optional().describe("Only what is held of this limit or budget."),
});
export type ListOpenHoldsInput = z.input<typeof ListOpenHoldsInput>;

/** What one open request holds of one rule. Money is decimal text in cents, all else a whole number as text. */
export const HeldAmount = z.strictObject({
  rule_id: z.string(),
  rule_name: z.string().nullable(),
  kind: z
    .enum(["budget", "rate_limit", "other"])
    .describe("other: what is neither, such as the limit on a key or credits."),
  metric: z.string(),
  amount: z.string(),
  parts: z.array(RuleSubject),
  period_start_date: z.string().nullable(),
});
export type HeldAmount = z.infer<typeof HeldAmount>;

/** A request that was admitted and is not settled yet. */
export const OpenHold = z.strictObject({
  request_id: z.string(),
  candidate: z.string(),
  api_key_id: z.string().nullable(),
  api_key_name: z.string().nullable(),
  provider_id: z.string().nullable(),
  provider_name: z.string().nullable(),
  model: z.string().nullable(),
  path: z.string().nullable(),
  end_user_id: z.string().nullable(),
  is_stream: z.boolean().nullable(),
  opened_at: z.string(),
  lease_ends_at: z
    .string()
    .describe("When it is settled by what was metered last, unless its process is heard of before."),
  held_cents: z.string().nullable().describe("The most that one budget holds for it."),
  amounts: z.array(HeldAmount),
});
export type OpenHold = z.infer<typeof OpenHold>;
