import { IdInput, IdRow } from "@/lib/services/fields";
import {
  CreateProviderCredentialInput,
  ListProviderCredentialsInput,
  ProviderCredential,
  UpdateProviderCredentialInput,
} from "@/lib/services/provider-credentials/schema";
import {
  CreateProviderInput,
  ListProvidersInput,
  Provider,
  UpdateProviderInput,
} from "@/lib/services/providers/schema";
import { endpointsOf } from "./endpoint";

const providers = endpointsOf("Providers");
const credentials = endpointsOf("Provider credentials");

export const providerEndpoints = {
  "GET /providers": providers.list({
    operationId: "listProviders",
    summary: "List providers",
    scope: "providers:read",
    input: ListProvidersInput,
    output: Provider,
  }),
  "POST /providers": providers.created({
    operationId: "createProvider",
    summary: "Add an upstream, with its first credential if api_key is given",
    scope: "providers:write",
    input: CreateProviderInput,
    output: Provider,
    example: { name: "OpenAI", slug: "openai", dialect: "openai", base_url: "https://api.openai.com/v1" },
  }),
  "GET /providers/{id}": providers.one({
    operationId: "getProvider",
    summary: "Get a provider",
    scope: "providers:read",
    input: IdInput,
    output: Provider,
  }),
  "PATCH /providers/{id}": providers.one({
    operationId: "updateProvider",
    summary: "Change a provider",
    scope: "providers:write",
    input: UpdateProviderInput,
    output: Provider,
    example: { timeout_ms: 120000 },
  }),
  "DELETE /providers/{id}": providers.one({
    operationId: "deleteProvider",
    summary: "Take a provider out of service",
    scope: "providers:write",
    input: IdInput,
    output: IdRow,
  }),
  "GET /provider-credentials": credentials.list({
    operationId: "listProviderCredentials",
    summary: "List credentials, without their secrets",
    scope: "credentials:read",
    input: ListProviderCredentialsInput,
    output: ProviderCredential,
  }),
  "POST /provider-credentials": credentials.created({
    operationId: "createProviderCredential",
    summary: "Add a credential; its api_key is stored encrypted and never read back",
    scope: "credentials:write",
    input: CreateProviderCredentialInput,
    output: ProviderCredential,
    example: { provider_id: "$PROVIDER_ID", name: "Main", api_key: "sk-..." },
  }),
  "GET /provider-credentials/{id}": credentials.one({
    operationId: "getProviderCredential",
    summary: "Get a credential, without its secret",
    scope: "credentials:read",
    input: IdInput,
    output: ProviderCredential,
  }),
  "PATCH /provider-credentials/{id}": credentials.one({
    operationId: "updateProviderCredential",
    summary: "Change a credential, or replace its secret",
    scope: "credentials:write",
    input: UpdateProviderCredentialInput,
    output: ProviderCredential,
    example: { weight: 2 },
  }),
  "DELETE /provider-credentials/{id}": credentials.one({
    operationId: "deleteProviderCredential",
    summary: "Delete a credential and its secret",
    scope: "credentials:write",
    input: IdInput,
    output: IdRow,
  }),
};
