import { z } from "zod";
import { Description, Id, Name, Timestamp } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";
import {
  AmountCents,
  Duration,
  keyRuleSubjects,
  RuleSubject,
  ruleFilters,
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

export const ListBudgetsInput = PageInput.extend({
  ...ruleFilters,
  status: z.enum(["active", "soft", "disabled"]).optional().describe("soft: active and never refusing."),
});
export type ListBudgetsInput = z.input<typeof ListBudgetsInput>;

/** A page of what belongs to one budget. */
export const BudgetPageInput = PageInput.extend({ id: Id });
export type BudgetPageInput = z.input<typeof BudgetPageInput>;

/** Money of one counter, live from the ledger, as decimal text in cents. */
export const BudgetCounter = z.strictObject({
  subject: z.string(),
  parts: z.array(RuleSubject),
  current_spent_cents: z.string(),
  held_cents: z.string(),
  remaining_cents: z.string(),
});
export type BudgetCounter = z.infer<typeof BudgetCounter>;

/**
 * `exhausted`: nothing is left. `runs_out`: before the period ends, at about `runs_out_at`. `lasts`: not before the period
 * ends. `idle`: nothing was spent yet. `too_early`: too little of the period has passed to tell. Of several counters it is
 * that of the fullest.
 */
export const BudgetForecast = z.strictObject({
  outcome: z.enum(["exhausted", "runs_out", "lasts", "idle", "too_early"]),
  runs_out_at: z.string().nullable(),
  precision: z.enum(["day", "hour", "minute"]).nullable(),
  pace_cents_per_day: z.string().nullable(),
  projected_cents: z.string().nullable().describe("At the period's end, at this pace."),
});
export type BudgetForecast = z.infer<typeof BudgetForecast>;

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
  effective_amount_cents: z.string().describe("The amount in force: the override's while it lasts."),
  usage_reset_at: z.string().nullable(),
  is_active: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
  period_start_date: z.string(),
  period_end_date: z.string(),
  current_spent_cents: z.string().nullable(),
  held_cents: z.string().nullable(),
  remaining_cents: z.string().nullable(),
  counters: z.array(BudgetCounter).describe("The fullest hundred."),
  counters_total: z.number(),
  forecast: BudgetForecast.nullable(),
});
export type Budget = z.infer<typeof Budget>;

/** A closed period. */
export const BudgetPeriodEntry = z.strictObject({
  id: z.string(),
  period_start_date: z.string(),
  period_end_date: z.string(),
  budget_amount_cents: z.string(),
  actual_spent_cents: z.string(),
  request_count: z.number(),
  error_count: z.number(),
});
export type BudgetPeriodEntry = z.infer<typeof BudgetPeriodEntry>;

/** A threshold that spending reached, once a period and counter; of the soft amount where `is_soft`. */
export const BudgetCrossing = z.strictObject({
  id: z.string(),
  created_at: z.string(),
  period_start_date: z.string(),
  threshold: z.number().describe("Percent."),
  is_soft: z.boolean(),
  used_cents: z.string(),
  limit_cents: z.string(),
  parts: z.array(RuleSubject),
  request_id: z.string().nullable(),
});
export type BudgetCrossing = z.infer<typeof BudgetCrossing>;

/** What was spent in the running period, by hour, day or month of the budget's zone. */
export const BudgetCourse = z.strictObject({
  unit: z.enum(["hour", "day", "month"]),
  from: z.string(),
  to: z.string(),
  points: z.array(z.strictObject({ t: z.string(), spent_cents: z.string(), request_count: z.number() })),
});
export type BudgetCourse = z.infer<typeof BudgetCourse>;
