import { z } from "zod";
import { InvalidMoney, MAX_AMOUNT_CENTS, parseAmountCents } from "@/lib/kernel/money";
import { Id, ModelPattern } from "@/lib/services/fields";

/** The dimensions that may get a counter each. */
export const PerDimension = z.enum([
  "customer",
  "team",
  "project",
  "api_key",
  "member",
  "end_user",
  "tag",
  "provider",
  "credential",
  "model",
]);
export type PerDimension = z.infer<typeof PerDimension>;

/** A rule counts the calls that match every column it names; a rule that names none counts all of the workspace. */
export const subjectInputs = {
  customer_id: Id.nullable().optional(),
  team_id: Id.nullable().optional(),
  project_id: Id.nullable().optional(),
  api_key_id: Id.nullable().optional(),
  member_id: Id.nullable().optional(),
  end_user_id: z.string().min(1).max(256).nullable().optional(),
  tag: z.string().min(1).max(64).nullable().optional(),
  provider_id: Id.nullable().optional(),
  endpoint_id: Id.nullable().optional(),
  credential_id: Id.nullable().optional(),
  model_pattern: ModelPattern.nullable().optional(),
  model_tier_id: Id.nullable().optional(),
  per: z
    .array(PerDimension)
    .max(10)
    .refine((per) => new Set(per).size === per.length, "Name each dimension once.")
    .optional(),
};

/** One subject of a rule or a counter: `value` is an id, or the text itself where the dimension has no rows. */
export const RuleSubject = z.strictObject({
  dimension: z.string(),
  value: z.string(),
  name: z.string().nullable().describe("Null for what has no name or is gone."),
});
export type RuleSubject = z.infer<typeof RuleSubject>;

/** What of a rule may be set where it is made together with its key. */
export const keyRuleSubjects = {
  provider_id: subjectInputs.provider_id,
  model_pattern: subjectInputs.model_pattern,
  per: subjectInputs.per,
};

/** The same columns as they are answered; `scope` is a label derived from them. */
export const subjectOutputs = {
  scope: z.string(),
  customer_id: z.string().nullable(),
  team_id: z.string().nullable(),
  project_id: z.string().nullable(),
  api_key_id: z.string().nullable(),
  member_id: z.string().nullable(),
  end_user_id: z.string().nullable(),
  tag: z.string().nullable(),
  provider_id: z.string().nullable(),
  endpoint_id: z.string().nullable(),
  credential_id: z.string().nullable(),
  model_pattern: z.string().nullable(),
  model_tier_id: z.string().nullable(),
  per: z.array(z.string()),
  applies_to: z.array(RuleSubject).describe("The subjects that the rule names, with what they are called."),
};

/** Columns of rules and budgets that name a subject, and the dimension that each stands for. */
export const SUBJECT_DIMENSIONS = {
  customer_id: "customer",
  team_id: "team",
  project_id: "project",
  api_key_id: "api_key",
  member_id: "member",
  end_user_id: "end_user",
  tag: "tag",
  provider_id: "provider",
  endpoint_id: "endpoint",
  credential_id: "credential",
  model_pattern: "model",
  model_tier_id: "model_tier",
} as const;
export type SubjectColumn = keyof typeof SUBJECT_DIMENSIONS;

export const SUBJECT_COLUMNS = Object.keys(SUBJECT_DIMENSIONS).filter(isSubjectColumn);

function isSubjectColumn(name: string): name is SubjectColumn {
  return Object.hasOwn(SUBJECT_DIMENSIONS, name);
}

export const RuleScope = z.enum([
  "TENANT",
  "API_KEY",
  "MODEL",
  "MODEL_TIER",
  "USER_MODEL",
  "CUSTOMER",
  "TEAM",
  "PROJECT",
  "MEMBER",
  "END_USER",
  "TAG",
  "PROVIDER",
  "ENDPOINT",
  "KEY_PROVIDER",
]);
export type RuleScope = z.infer<typeof RuleScope>;

/** Filters that both lists of rules take. */
export const ruleFilters = {
  api_key_id: Id.optional(),
  project_id: Id.optional(),
  team_id: Id.optional(),
  customer_id: Id.optional(),
  provider_id: Id.optional(),
  scope: RuleScope.optional(),
  q: z.string().trim().max(100).optional().describe("A part of the name."),
};

/** What a rule of the workspace may name. `detail` tells namesakes apart. */
export const SubjectChoice = z.strictObject({
  dimension: z.string(),
  value: z.string(),
  name: z.string(),
  detail: z.string().nullable(),
});
export type SubjectChoice = z.infer<typeof SubjectChoice>;

export const Duration = z
  .string()
  .max(20)
  .describe("A whole number and one of s, m, h, d, w, M (months), Y: 1h, 1d, 1M.");
export const TimeZone = z.string().min(1).max(64).describe("An IANA zone, e.g. Europe/Berlin.");

/** Cents as a number or, exactly, as decimal text with at most seven fractional digits. */
export const AmountCents = z
  .union([z.number(), z.string().max(40)])
  .superRefine((value, issues) => {
    const problem = amountProblem(String(value));
    if (problem !== null) issues.addIssue({ code: "custom", message: problem });
  })
  .describe(`US cents, 0 to ${MAX_AMOUNT_CENTS}; text keeps every digit, at most seven after the point.`);

function amountProblem(text: string): string | null {
  try {
    parseAmountCents(text);
    return null;
  } catch (cause) {
    if (cause instanceof InvalidMoney) return cause.message;
    throw cause;
  }
}
