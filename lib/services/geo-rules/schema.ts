import { z } from "zod";
import { isCountryCode } from "@/lib/kernel/countries";
import { accessRuleChanges, accessRuleInputs, accessRuleOutputs } from "@/lib/services/access-rules/schema";
import { Id } from "@/lib/services/fields";

export const GeoScope = z.enum(["country", "region"]);
export type GeoScope = z.infer<typeof GeoScope>;

const Code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9_-]{2,32}$/, "Use a country's two letters, or the code of a region.")
  .describe("Of a country (ISO 3166-1 alpha-2) or of a region.");

/** Countries or regions that may or may not call. */
export const CreateGeoRuleInput = z
  .strictObject({ scope: GeoScope, code: Code, ...accessRuleInputs })
  .superRefine(({ scope, code }, issues) => {
    if (scope === "region" || isCountryCode(code)) return;
    issues.addIssue({
      code: "custom",
      path: ["code"],
      message: `${code} is no country's code (ISO 3166-1), e.g. DE.`,
    });
  });
export type CreateGeoRuleInput = z.input<typeof CreateGeoRuleInput>;

/** Only what is given changes. For another country or region make another rule. */
export const UpdateGeoRuleInput = z.strictObject({ id: Id, ...accessRuleChanges });
export type UpdateGeoRuleInput = z.input<typeof UpdateGeoRuleInput>;

export const GeoRule = z.strictObject({ scope: GeoScope, code: z.string(), ...accessRuleOutputs });
export type GeoRule = z.infer<typeof GeoRule>;
