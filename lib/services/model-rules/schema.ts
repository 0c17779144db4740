import { z } from "zod";
import { accessRuleChanges, accessRuleInputs, accessRuleOutputs } from "@/lib/services/access-rules/schema";
import { Id, ModelPattern } from "@/lib/services/fields";

/** Models that may or may not be asked for: by name, or by provider/name; `*` is any run but `/`. */
export const CreateModelRuleInput = z.strictObject({ pattern: ModelPattern, ...accessRuleInputs });
export type CreateModelRuleInput = z.input<typeof CreateModelRuleInput>;

/** Only what is given changes. */
export const UpdateModelRuleInput = z.strictObject({ id: Id, pattern: ModelPattern.optional(), ...accessRuleChanges });
export type UpdateModelRuleInput = z.input<typeof UpdateModelRuleInput>;

export const ModelRule = z.strictObject({ pattern: z.string(), ...accessRuleOutputs });
export type ModelRule = z.infer<typeof ModelRule>;
