import { AccessAnswer, GetAccessDecisionInput, ListAccessRulesInput } from "@/lib/services/access-rules/schema";
import { IdInput, IdRow } from "@/lib/services/fields";
import {
  CreateGeoRegionInput,
  GeoRegion,
  ListGeoRegionsInput,
  UpdateGeoRegionInput,
} from "@/lib/services/geo-regions/schema";
import { CreateGeoRuleInput, GeoRule, UpdateGeoRuleInput } from "@/lib/services/geo-rules/schema";
import { CreateIpRuleInput, IpRule, UpdateIpRuleInput } from "@/lib/services/ip-rules/schema";
import { CreateModelRuleInput, ModelRule, UpdateModelRuleInput } from "@/lib/services/model-rules/schema";
import { endpointsOf } from "./endpoint";

const ipRules = endpointsOf("Address rules");
const geoRules = endpointsOf("Country rules");
const geoRegions = endpointsOf("Regions");
const modelRules = endpointsOf("Model rules");
const decisions = endpointsOf("Access decisions");

export const accessEndpoints = {
  "GET /access-decision": decisions.one({
    operationId: "getAccessDecision",
    summary: "Ask what the rules say to an address, a country or a model, and which of them decides",
    scope: "ip-rules:read",
    input: GetAccessDecisionInput,
    output: AccessAnswer,
  }),
  "GET /ip-rules": ipRules.list({
    operationId: "listIpRules",
    summary: "List address rules",
    scope: "ip-rules:read",
    input: ListAccessRulesInput,
    output: IpRule,
  }),
  "POST /ip-rules": ipRules.created({
    operationId: "createIpRule",
    summary: "Say of a range of addresses whether it may call; deny beats allow",
    scope: "ip-rules:write",
    input: CreateIpRuleInput,
    output: IpRule,
    example: { cidr: "192.0.2.0/24", action: "allow", note: "Office" },
  }),
  "GET /ip-rules/{id}": ipRules.one({
    operationId: "getIpRule",
    summary: "Get an address rule",
    scope: "ip-rules:read",
    input: IdInput,
    output: IpRule,
  }),
  "PATCH /ip-rules/{id}": ipRules.one({
    operationId: "updateIpRule",
    summary: "Change an address rule",
    scope: "ip-rules:write",
    input: UpdateIpRuleInput,
    output: IpRule,
    example: { is_active: false },
  }),
  "DELETE /ip-rules/{id}": ipRules.one({
    operationId: "deleteIpRule",
    summary: "Take an address rule away",
    scope: "ip-rules:write",
    input: IdInput,
    output: IdRow,
  }),
  "GET /geo-rules": geoRules.list({
    operationId: "listGeoRules",
    summary: "List country rules",
    scope: "geo-rules:read",
    input: ListAccessRulesInput,
    output: GeoRule,
  }),
  "POST /geo-rules": geoRules.created({
    operationId: "createGeoRule",
    summary: "Say of a country or region whether it may call; deny beats allow",
    scope: "geo-rules:write",
    input: CreateGeoRuleInput,
    output: GeoRule,
    example: { scope: "region", code: "EU", action: "allow" },
  }),
  "GET /geo-rules/{id}": geoRules.one({
    operationId: "getGeoRule",
    summary: "Get a country rule",
    scope: "geo-rules:read",
    input: IdInput,
    output: GeoRule,
  }),
  "PATCH /geo-rules/{id}": geoRules.one({
    operationId: "updateGeoRule",
    summary: "Change a country rule",
    scope: "geo-rules:write",
    input: UpdateGeoRuleInput,
    output: GeoRule,
    example: { is_active: false },
  }),
  "DELETE /geo-rules/{id}": geoRules.one({
    operationId: "deleteGeoRule",
    summary: "Take a country rule away",
    scope: "geo-rules:write",
    input: IdInput,
    output: IdRow,
  }),
  "GET /geo-regions": geoRegions.list({
    operationId: "listGeoRegions",
    summary: "List regions: the shared ones and your own",
    scope: "geo-rules:read",
    input: ListGeoRegionsInput,
    output: GeoRegion,
  }),
  "POST /geo-regions": geoRegions.created({
    operationId: "createGeoRegion",
    summary: "Name a bucket of countries for country rules",
    scope: "geo-rules:write",
    input: CreateGeoRegionInput,
    output: GeoRegion,
    example: { code: "NORDICS", name: "Nordic countries", countries: ["DK", "FI", "IS", "NO", "SE"] },
  }),
  "GET /geo-regions/{id}": geoRegions.one({
    operationId: "getGeoRegion",
    summary: "Get a region",
    scope: "geo-rules:read",
    input: IdInput,
    output: GeoRegion,
  }),
  "PATCH /geo-regions/{id}": geoRegions.one({
    operationId: "updateGeoRegion",
    summary: "Change a region",
    scope: "geo-rules:write",
    input: UpdateGeoRegionInput,
    output: GeoRegion,
    example: { countries: ["DK", "FI", "NO", "SE"] },
  }),
  "DELETE /geo-regions/{id}": geoRegions.one({
    operationId: "deleteGeoRegion",
    summary: "Take a region away",
    scope: "geo-rules:write",
    input: IdInput,
    output: IdRow,
  }),
  "GET /model-rules": modelRules.list({
    operationId: "listModelRules",
    summary: "List model rules",
    scope: "model-rules:read",
    input: ListAccessRulesInput,
    output: ModelRule,
  }),
  "POST /model-rules": modelRules.created({
    operationId: "createModelRule",
    summary: "Say of models whether they may be asked for; * stops at a slash, deny beats allow",
    scope: "model-rules:write",
    input: CreateModelRuleInput,
    output: ModelRule,
    example: { pattern: "openai/*", action: "allow" },
  }),
  "GET /model-rules/{id}": modelRules.one({
    operationId: "getModelRule",
    summary: "Get a model rule",
    scope: "model-rules:read",
    input: IdInput,
    output: ModelRule,
  }),
  "PATCH /model-rules/{id}": modelRules.one({
    operationId: "updateModelRule",
    summary: "Change a model rule",
    scope: "model-rules:write",
    input: UpdateModelRuleInput,
    output: ModelRule,
    example: { action: "deny" },
  }),
  "DELETE /model-rules/{id}": modelRules.one({
    operationId: "deleteModelRule",
    summary: "Take a model rule away",
    scope: "model-rules:write",
    input: IdInput,
    output: IdRow,
  }),
};
