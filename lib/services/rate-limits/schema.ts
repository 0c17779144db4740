import { z } from "zod";
import { Description, Id, Name } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";
import {
  Duration,
  keyRuleSubjects,
  RuleSubject,
  ruleFilters,
  subjectInputs,
  subjectOutputs,
  TimeZone,
} from "@/lib/services/rules/schema";

export const LimitMetric = z.enum(["requests", "input_tokens", "output_tokens", "total_tokens", "concurrency"]);
export const LimitStrategy = z.enum(["FIXED_WINDOW", "SLIDING_WINDOW", "TOKEN_BUCKET", "LEAKY_BUCKET"]);
export const Enforcement = z.enum(["enforce", "shadow"]);

const Amount = z
  .number()
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .describe("The limit's value, in the metric's unit.");

const settings = {
  description: Description.optional(),
  path_pattern: z.string().min(1).max(500).nullable().optional().describe("The upstream path; * is any run but /."),
  method: z
    .string()
    .regex(/^[A-Za-z]{1,20}$/, "Use a method such as POST.")
    .nullable()
    .optional(),
  metric: LimitMetric.optional(),
  window_ms: z.number().int().min(1).max(31_622_400_000).nullable().optional(),
  duration: Duration.nullable().optional(),
  calendar_aligned: z.boolean().optional(),
  timezone: TimeZone.optional(),
  strategy: LimitStrategy.optional(),
  bucket_size: z.number().positive().max(9_007_199_254).nullable().optional(),
  refill_rate: z.number().positive().max(1_000_000_000).nullable().optional().describe("Units a second."),
  max_wait_ms: z.number().int().min(0).max(60_000).nullable().optional().describe("Of a leaky bucket."),
  priority: z.number().int().min(0).max(1_000_000).optional().describe("Lower is reported first."),
  enforcement: Enforcement.optional().describe("A shadow rule counts and never refuses."),
};

/** `requests` is the limit's value, whatever the metric. A window is named by `window_ms` or `duration`. */
export const CreateRateLimitInput = z.strictObject({
  name: Name,
  requests: Amount,
  ...subjectInputs,
  ...settings,
  is_active: z.boolean().optional(),
});
export type CreateRateLimitInput = z.input<typeof CreateRateLimitInput>;

/** A limit of the key that is made with it. */
export const KeyRateLimitInput = z.strictObject({
  name: Name.optional(),
  requests: Amount,
  ...keyRuleSubjects,
  ...settings,
});

/** Only what is given changes. */
export const UpdateRateLimitInput = CreateRateLimitInput.partial().extend({ id: Id });
export type UpdateRateLimitInput = z.input<typeof UpdateRateLimitInput>;

export const ListRateLimitsInput = PageInput.extend({
  ...ruleFilters,
  status: z.enum(["active", "shadow", "disabled"]).optional().describe("shadow: counting and never refusing."),
});
export type ListRateLimitsInput = z.input<typeof ListRateLimitsInput>;

/** One counter of a limit, live from the ledger. */
export const RateLimitCounter = z.strictObject({
  subject: z.string(),
  parts: z.array(RuleSubject),
  used: z.number(),
  held: z.number(),
  remaining: z.number(),
  resets_at: z.string().nullable().describe("Null where nothing resets: parallel calls and buckets."),
});
export type RateLimitCounter = z.infer<typeof RateLimitCounter>;

/**
 * What is used, held and left is live from the ledger, null while it does not answer; where `per` gives several counters,
 * it is that of the fullest. A sliding window counts a part of the window before on top of what is shown.
 */
export const RateLimit = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  ...subjectOutputs,
  path_pattern: z.string().nullable(),
  method: z.string().nullable(),
  metric: LimitMetric,
  requests: z.number(),
  window_ms: z.number().nullable(),
  duration: z.string().nullable(),
  calendar_aligned: z.boolean(),
  timezone: z.string(),
  strategy: LimitStrategy,
  bucket_size: z.number().nullable(),
  refill_rate: z.number().nullable(),
  max_wait_ms: z.number().nullable(),
  priority: z.number(),
  enforcement: Enforcement,
  is_active: z.boolean(),
  usage_reset_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  capacity: z.number().describe("What one counter holds: a bucket's size, else requests."),
  used: z.number().nullable(),
  held: z.number().nullable(),
  remaining: z.number().nullable(),
  resets_at: z.string().nullable(),
  counters: z.array(RateLimitCounter).describe("The fullest hundred, where per gives each subject one."),
  counters_total: z.number(),
});
export type RateLimit = z.infer<typeof RateLimit>;
