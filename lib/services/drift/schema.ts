import { z } from "zod";
import { Id } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";
import { RuleSubject } from "@/lib/services/rules/schema";

export const ListDriftInput = PageInput.extend({
  rule_id: Id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50).describe("Rules, each with all of its counters."),
});
export type ListDriftInput = z.input<typeof ListDriftInput>;

/**
 * A counter against its evidence: `drift = counter - (settled + held)`. `zero` is what it should be; `moving` was not zero
 * at any look, but another number each time, since calls are on their way to the database; `drift` stayed the same.
 * Amounts are decimal text: cents of money, whole numbers of all else.
 */
export const DriftEntry = z.strictObject({
  rule_id: z.string(),
  kind: z.enum(["budget", "rate_limit"]),
  name: z.string(),
  metric: z.string(),
  parts: z.array(RuleSubject),
  period_start_date: z.string().nullable(),
  period_end_date: z.string().nullable(),
  counter: z.string().describe("Used and held, as the ledger has it."),
  settled: z.string().describe("Rows and adjustments, as the database has them."),
  held: z.string().describe("Open holds."),
  drift: z.string(),
  state: z.enum(["zero", "moving", "drift"]),
});
export type DriftEntry = z.infer<typeof DriftEntry>;
