import { z } from "zod";
import { AccessAnswer } from "@/lib/services/access-rules/schema";
import { ApiKey } from "@/lib/services/api-keys/schema";
import { Budget } from "@/lib/services/budgets/schema";
import { CreditPurchase } from "@/lib/services/credit-purchases/schema";
import { EffectiveRules } from "@/lib/services/effective-rules/schema";
import { GeoRegion } from "@/lib/services/geo-regions/schema";
import { GeoRule } from "@/lib/services/geo-rules/schema";
import { IpRule } from "@/lib/services/ip-rules/schema";
import { LogDetail, LogEntry } from "@/lib/services/logs/schema";
import { ManagementKey } from "@/lib/services/management-keys/schema";
import { Member } from "@/lib/services/members/schema";
import { ModelRule } from "@/lib/services/model-rules/schema";
import { Project } from "@/lib/services/projects/schema";
import { ProviderCredential } from "@/lib/services/provider-credentials/schema";
import { Provider } from "@/lib/services/providers/schema";
import { RateLimit } from "@/lib/services/rate-limits/schema";
import { UsageOverview } from "@/lib/services/usage/schema";
import { Workspace } from "@/lib/services/workspaces/schema";

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 has them. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** RFC 9457, with the fields that are wrong. */
const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  request_id: z.string(),
  errors: z.array(z.strictObject({ field: z.string(), pointer: z.string(), detail: z.string() })).optional(),
});

const NAMED: Readonly<Record<string, z.ZodType>> = {
  Workspace,
  Member,
  Project,
  Provider,
  ProviderCredential,
  ApiKey,
  ManagementKey,
  RateLimit,
  Budget,
  CreditPurchase,
  IpRule,
  GeoRule,
  GeoRegion,
  ModelRule,
  AccessAnswer,
  EffectiveRules,
  LogEntry,
  LogDetail,
  UsageOverview,
  Problem,
};

const refTo = (name: string) => `#/components/schemas/${name}`;

/** The schemas that have names in the document. */
export function componentSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(NAMED).map(([name, schema]) => [name, convert(schema, "output", name)]));
}

/** What an endpoint answers: a reference where the schema has a name. */
export function outputSchema(schema: z.ZodType): JsonSchema {
  const name = Object.keys(NAMED).find((one) => NAMED[one] === schema);
  return name === undefined ? convert(schema, "output", null) : { $ref: refTo(name) };
}

export function inputSchema(schema: z.ZodType): JsonSchema {
  return convert(schema, "input", null);
}

/** Named schemas inside another become references, but for the one that is being defined. */
function convert(schema: z.ZodType, io: "input" | "output", own: string | null): JsonSchema {
  const names = new Map<unknown, string>(Object.entries(NAMED).map(([name, one]) => [one, name]));
  const { $schema: _dialect, ...converted } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    override({ zodSchema, jsonSchema }) {
      const name = names.get(zodSchema);
      if (name === undefined || name === own) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      jsonSchema.$ref = refTo(name);
    },
  });
  return converted;
}
