import { z } from "zod";
import { Id } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";

export const RuleAction = z.enum(["allow", "deny"]);
export type RuleAction = z.infer<typeof RuleAction>;

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
