import { z } from "zod";
import { accessRuleChanges, accessRuleInputs, accessRuleOutputs } from "@/lib/services/access-rules/schema";
import { Id, IpRange } from "@/lib/services/fields";

/** Addresses that may or may not call. */
export const CreateIpRuleInput = z.strictObject({ cidr: IpRange, ...accessRuleInputs });
export type CreateIpRuleInput = z.input<typeof CreateIpRuleInput>;

/** Only what is given changes. */
export const UpdateIpRuleInput = z.strictObject({ id: Id, cidr: IpRange.optional(), ...accessRuleChanges });
export type UpdateIpRuleInput = z.input<typeof UpdateIpRuleInput>;

export const IpRule = z.strictObject({ cidr: z.string(), ...accessRuleOutputs });
export type IpRule = z.infer<typeof IpRule>;
