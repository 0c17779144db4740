import { z } from "zod";
import { Description, Id, Name, Timestamp } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";
import {
  AmountCents,
  Duration,
  keyRuleSubjects,
  subjectInputs,
  subjectOutputs,
  TimeZone,
} from "@/lib/services/rules/schema";

export const BudgetPeriod = z.enum(["DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "YEARLY", "ROLLING"]);
export type BudgetPeriod = z.infer<typeof BudgetPeriod>;

const settings = {
  description: Description.optional(),
  soft_amount_cents: AmountCents.nullable().optional(),
  period: BudgetPeriod.optional().describe("MONTHLY, or ROLLING where a duration is given."),
  duration: Duration.nullable().optional(),
  calendar_aligned: z.boolean().optional().describe("False counts from reset_anchor, or from now."),
  timezone: TimeZone.optional(),
  reset_anchor: Timestamp.nullable().optional(),
  is_hard_limit: z.boolean().optional().describe("A hard budget refuses with 402; a soft one only alerts."),
  alert_thresholds: z.array(z.number().int().min(1).max(1000)).max(20).optional().describe("Percent of the amount."),
};

export const CreateBudgetInput = z.strictObject({
  name: Name,
  amount_cents: AmountCents,
  ...subjectInputs,
  ...settings,
  override_amount_cents: AmountCents.nullable().optional(),
  override_until: Timestamp.nullable().optional(),
  is_active: z.boolean().optional(),
});
export type CreateBudgetInput = z.input<typeof CreateBudgetInput>;

/** A budget of the key that is made with it. */
export const KeyBudgetInput = z.strictObject({
  name: Name.optional(),
  amount_cents: AmountCents,
  ...keyRuleSubjects,
  ...settings,
});

/** Only what is given changes. */
export const UpdateBudgetInput = CreateBudgetInput.partial().extend({ id: Id });
export type UpdateBudgetInput = z.input<typeof UpdateBudgetInput>;

export const ListBudgetsInput = PageInput.extend({ api_key_id: Id.optional(), project_id: Id.optional() });
export type ListBudgetsInput = z.input<typeof ListBudgetsInput>;

/** Money of one counter, live from the ledger, as decimal text in cents. */
export const BudgetCounter = z.strictObject({
  subject: z.string(),
  current_spent_cents: z.string(),
  held_cents: z.string(),
  remaining_cents: z.string(),
});
export type BudgetCounter = z.infer<typeof BudgetCounter>;

/**
 * Money is decimal text in cents. What is spent, held and left is live from the ledger, null while it does not answer;
 * where `per` gives several counters, the sums are here and each one's own in `counters`, `remaining_cents` being the
 * least of them.
 */
export const Budget = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  ...subjectOutputs,
  amount_cents: z.string(),
  soft_amount_cents: z.string().nullable(),
  period: BudgetPeriod,
  duration: z.string().nullable(),
  calendar_aligned: z.boolean(),
  timezone: z.string(),
  reset_anchor: z.string().nullable(),
  is_hard_limit: z.boolean(),
  alert_thresholds: z.array(z.number()),
  override_amount_cents: z.string().nullable(),
  override_until: z.string().nullable(),
  is_active: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
  period_start_date: z.string(),
  period_end_date: z.string(),
  current_spent_cents: z.string().nullable(),
  held_cents: z.string().nullable(),
  remaining_cents: z.string().nullable(),
  counters: z.array(BudgetCounter),
});
export type Budget = z.infer<typeof Budget>;
