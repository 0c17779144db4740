import { z } from "zod";
import { CountryCode, Id } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";

export const RuleAction = z.enum(["allow", "deny"]);
export type RuleAction = z.infer<typeof RuleAction>;

const ModelName = z.string().trim().min(1, "Name a model.").max(200, "Use at most 200 characters.");

const Note = z.string().trim().max(500, "Use at most 500 characters.").nullable();

/** What every rule of access has: without `project_id` it holds for the whole workspace. */
export const accessRuleInputs = {
  action: RuleAction,
  project_id: Id.nullable().optional().describe("The project it holds for; null for the whole workspace."),
  note: Note.optional(),
  is_active: z.boolean().optional(),
};

/** A rule stays in its project: moved, it would silently lift what it forbids there. */
export const accessRuleChanges = {
  action: RuleAction.optional(),
  note: Note.optional(),
  is_active: z.boolean().optional(),
};

export const accessRuleOutputs = {
  id: z.string(),
  project_id: z.string().nullable(),
  action: RuleAction,
  note: z.string().nullable(),
  is_active: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
};

/** @default all rules; `project_id` leaves those of that project */
export const ListAccessRulesInput = PageInput.extend({ project_id: Id.optional() });
export type ListAccessRulesInput = z.input<typeof ListAccessRulesInput>;

export const AccessKind = z.enum(["ip", "geo", "model"]);
export type AccessKind = z.infer<typeof AccessKind>;

/** One address, not a range. */
export const Address = z
  .union([z.ipv4(), z.ipv6()], "Use one address, e.g. 203.0.113.7 or 2001:db8::1.")
  .describe("From which address somebody would call.");

/** What somebody would call with. Each thing that is given is decided on its own; at least one must be. */
export const GetAccessDecisionInput = z
  .strictObject({
    project_id: Id.optional().describe("The project of the key; without it only the workspace's rules count."),
    address: Address.optional(),
    country: CountryCode.optional().describe("Where it is left out, that of the address."),
    model: ModelName.optional(),
    provider: z.string().max(63).optional().describe("The slug of the provider, for patterns such as openai/*."),
  })
  .refine(({ address, country, model }) => (address ?? country ?? model) !== undefined, {
    path: ["address"],
    error: "Say what to decide: an address, a country or a model.",
  });
export type GetAccessDecisionInput = z.input<typeof GetAccessDecisionInput>;

export const AccessDecision = z.strictObject({
  kind: AccessKind,
  subject: z.string(),
  is_allowed: z.boolean(),
  reason: z.enum(["no_rules", "allowed", "denied", "none_matches"]),
  /** Whose rules decide; null where there are none. */
  level: z.enum(["workspace", "project"]).nullable(),
  rule_id: z.string().nullable(),
  /** The deciding rule as it is written. */
  rule: z.string().nullable(),
  sentence: z.string(),
});
export type AccessDecision = z.infer<typeof AccessDecision>;

/** `is_allowed`: by rules of access alone; a key may still refuse the call, and so may limits and budgets. */
export const AccessAnswer = z.strictObject({ is_allowed: z.boolean(), decisions: z.array(AccessDecision) });
export type AccessAnswer = z.infer<typeof AccessAnswer>;
