import {
  ApiKey,
  CreateApiKeyInput,
  CreateApiKeyResult,
  ListApiKeysInput,
  RevokeApiKeyInput,
  RotateApiKeyInput,
  UpdateApiKeyInput,
} from "@/lib/services/api-keys/schema";
import { EffectiveRules, GetEffectiveRulesInput } from "@/lib/services/effective-rules/schema";
import { IdInput, IdRow } from "@/lib/services/fields";
import { GetKeyUsageInput, KeyUsage } from "@/lib/services/key-usage/schema";
import {
  CreateManagementKeyInput,
  CreateManagementKeyResult,
  ListManagementKeysInput,
  ManagementKey,
  RevokeManagementKeyInput,
} from "@/lib/services/management-keys/schema";
import { endpointsOf } from "./endpoint";

const keys = endpointsOf("Keys");
const managementKeys = endpointsOf("Management keys");

export const keyEndpoints = {
  "GET /keys": keys.list({
    operationId: "listKeys",
    summary: "List keys",
    scope: "keys:read",
    input: ListApiKeysInput,
    output: ApiKey,
  }),
  "POST /keys": keys.created({
    operationId: "createKey",
    summary: "Create a key; data.key is its text, shown this once",
    scope: "keys:write",
    input: CreateApiKeyInput,
    output: CreateApiKeyResult,
    example: {
      name: "Production",
      providers: [{ provider_id: "$PROVIDER_ID" }],
      budget: { amount_cents: 5000, period: "MONTHLY" },
      rate_limit: { requests: 60, window_ms: 60000 },
    },
  }),
  "GET /keys/{id}": keys.one({
    operationId: "getKey",
    summary: "Get a key",
    scope: "keys:read",
    input: IdInput,
    output: ApiKey,
  }),
  "PATCH /keys/{id}": keys.one({
    operationId: "updateKey",
    summary: "Change, disable or enable a key; providers replaces their whole list",
    scope: "keys:write",
    input: UpdateApiKeyInput,
    output: ApiKey,
    example: { is_active: false },
  }),
  "DELETE /keys/{id}": keys.one({
    operationId: "deleteKey",
    summary: "Revoke a key and take it off every list",
    scope: "keys:write",
    input: IdInput,
    output: IdRow,
  }),
  "POST /keys/{id}/revoke": keys.one({
    operationId: "revokeKey",
    summary: "Revoke a key for good",
    scope: "keys:write",
    input: RevokeApiKeyInput,
    output: IdRow,
    example: { reason: "Leaked in a build log" },
  }),
  "POST /keys/{id}/rotate": keys.one({
    operationId: "rotateKey",
    summary: "Give a key a new secret; the former one works until its grace ends",
    scope: "keys:write",
    input: RotateApiKeyInput,
    output: CreateApiKeyResult,
    example: { grace_seconds: 86400 },
  }),
  "GET /keys/{id}/effective-rules": keys.one({
    operationId: "getEffectiveRules",
    summary: "List every rule that decides about a key's calls, in the order of evaluation, with live counters",
    scope: "keys:read",
    input: GetEffectiveRulesInput,
    output: EffectiveRules,
  }),
  "GET /keys/{id}/usage": keys.one({
    operationId: "getKeyUsage",
    summary: "Get what one key used, over time",
    scope: "usage:read",
    input: GetKeyUsageInput,
    output: KeyUsage,
  }),
  "GET /management-keys": managementKeys.list({
    operationId: "listManagementKeys",
    summary: "List management keys: your own, or all of them as an ADMIN",
    scope: "management-keys:read",
    input: ListManagementKeysInput,
    output: ManagementKey,
  }),
  "POST /management-keys": managementKeys.created({
    operationId: "createManagementKey",
    summary: "Create a management key; data.key is its text, shown this once",
    scope: "management-keys:write",
    input: CreateManagementKeyInput,
    output: CreateManagementKeyResult,
    example: { name: "Nightly export", role: "VIEWER", scopes: ["logs:read", "usage:read"] },
  }),
  "GET /management-keys/{id}": managementKeys.one({
    operationId: "getManagementKey",
    summary: "Get a management key",
    scope: "management-keys:read",
    input: IdInput,
    output: ManagementKey,
  }),
  "POST /management-keys/{id}/revoke": managementKeys.one({
    operationId: "revokeManagementKey",
    summary: "Revoke a management key for good",
    scope: "management-keys:write",
    input: RevokeManagementKeyInput,
    output: IdRow,
  }),
};
