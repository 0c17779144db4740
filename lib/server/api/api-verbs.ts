import "server-only";
import type { z } from "zod";
import * as verbs from "@/lib/server/verbs";
import type { ApiContract, ApiInput, ApiName } from "@/lib/services/api-contract/schema";
import type { AccountVerb, Verb } from "@/lib/services/context";
import type { Page } from "@/lib/services/page";

type Output<Name extends ApiName> = z.output<ApiContract[Name]["output"]>;
type Result<Name extends ApiName> = ApiContract[Name]["isList"] extends true ? Page<Output<Name>> : Output<Name>;
type BoundVerb<Name extends ApiName> = ApiContract[Name]["isAccount"] extends true
  ? AccountVerb<ApiInput<Name>, Result<Name>>
  : Verb<ApiInput<Name>, Result<Name>>;

/** Which verb stands behind which endpoint; the compiler holds both to the same input and output. */
export const API_VERBS: { readonly [Name in ApiName]: BoundVerb<Name> } = {
  "GET /workspaces": verbs.listWorkspaces,
  "POST /workspaces": verbs.createWorkspace,
  "GET /workspaces/{id}": verbs.getWorkspace,
  "PATCH /workspaces/{id}": verbs.updateWorkspace,
  "POST /workspaces/{id}/panic": verbs.panicWorkspace,
  "GET /members": verbs.listMembers,
  "GET /projects": verbs.listProjects,
  "POST /projects": verbs.createProject,
  "GET /projects/{id}": verbs.getProject,
  "PATCH /projects/{id}": verbs.updateProject,
  "DELETE /projects/{id}": verbs.deleteProject,
  "POST /projects/{id}/panic": verbs.panicProject,
  "GET /providers": verbs.listProviders,
  "POST /providers": verbs.createProvider,
  "GET /providers/{id}": verbs.getProvider,
  "PATCH /providers/{id}": verbs.updateProvider,
  "DELETE /providers/{id}": verbs.deleteProvider,
  "GET /provider-credentials": verbs.listProviderCredentials,
  "POST /provider-credentials": verbs.createProviderCredential,
  "GET /provider-credentials/{id}": verbs.getProviderCredential,
  "PATCH /provider-credentials/{id}": verbs.updateProviderCredential,
  "DELETE /provider-credentials/{id}": verbs.deleteProviderCredential,
  "GET /keys": verbs.listApiKeys,
  "POST /keys": verbs.createApiKey,
  "GET /keys/{id}": verbs.getApiKey,
  "PATCH /keys/{id}": verbs.updateApiKey,
  "DELETE /keys/{id}": verbs.deleteApiKey,
  "POST /keys/{id}/revoke": verbs.revokeApiKey,
  "POST /keys/{id}/rotate": verbs.rotateApiKey,
  "GET /management-keys": verbs.listManagementKeys,
  "POST /management-keys": verbs.createManagementKey,
  "GET /management-keys/{id}": verbs.getManagementKey,
  "POST /management-keys/{id}/revoke": verbs.revokeManagementKey,
  "GET /rate-limits": verbs.listRateLimits,
  "POST /rate-limits": verbs.createRateLimit,
  "GET /rate-limits/{id}": verbs.getRateLimit,
  "PATCH /rate-limits/{id}": verbs.updateRateLimit,
  "DELETE /rate-limits/{id}": verbs.deleteRateLimit,
  "GET /budgets": verbs.listBudgets,
  "POST /budgets": verbs.createBudget,
  "GET /budgets/{id}": verbs.getBudget,
  "PATCH /budgets/{id}": verbs.updateBudget,
  "DELETE /budgets/{id}": verbs.deleteBudget,
  "GET /access-decision": verbs.getAccessDecision,
  "GET /ip-rules": verbs.listIpRules,
  "POST /ip-rules": verbs.createIpRule,
  "GET /ip-rules/{id}": verbs.getIpRule,
  "PATCH /ip-rules/{id}": verbs.updateIpRule,
  "DELETE /ip-rules/{id}": verbs.deleteIpRule,
  "GET /geo-rules": verbs.listGeoRules,
  "POST /geo-rules": verbs.createGeoRule,
  "GET /geo-rules/{id}": verbs.getGeoRule,
  "PATCH /geo-rules/{id}": verbs.updateGeoRule,
  "DELETE /geo-rules/{id}": verbs.deleteGeoRule,
  "GET /geo-regions": verbs.listGeoRegions,
  "POST /geo-regions": verbs.createGeoRegion,
  "GET /geo-regions/{id}": verbs.getGeoRegion,
  "PATCH /geo-regions/{id}": verbs.updateGeoRegion,
  "DELETE /geo-regions/{id}": verbs.deleteGeoRegion,
  "GET /model-rules": verbs.listModelRules,
  "POST /model-rules": verbs.createModelRule,
  "GET /model-rules/{id}": verbs.getModelRule,
  "PATCH /model-rules/{id}": verbs.updateModelRule,
  "DELETE /model-rules/{id}": verbs.deleteModelRule,
  "GET /logs": verbs.listLogs,
  "GET /logs/{request_id}": verbs.getLog,
  "GET /usage": verbs.getUsageOverview,
};
