import "server-only";

/** The door through which pages, actions and routes reach the control plane: every verb that they may run. */
export { createApiKey } from "@/lib/services/api-keys/create";
export { deleteApiKey } from "@/lib/services/api-keys/delete";
export { getApiKey } from "@/lib/services/api-keys/get";
export { listApiKeys } from "@/lib/services/api-keys/list";
export { revokeApiKey } from "@/lib/services/api-keys/revoke";
export { updateApiKey } from "@/lib/services/api-keys/update";
export { getLog } from "@/lib/services/logs/get";
export { listLogs } from "@/lib/services/logs/list";
export { listProjects } from "@/lib/services/projects/list";
export { createProviderCredential } from "@/lib/services/provider-credentials/create";
export { deleteProviderCredential } from "@/lib/services/provider-credentials/delete";
export { getProviderCredential } from "@/lib/services/provider-credentials/get";
export { listProviderCredentials } from "@/lib/services/provider-credentials/list";
export { updateProviderCredential } from "@/lib/services/provider-credentials/update";
export { createProvider } from "@/lib/services/providers/create";
export { deleteProvider } from "@/lib/services/providers/delete";
export { getProvider } from "@/lib/services/providers/get";
export { listProviders } from "@/lib/services/providers/list";
export { updateProvider } from "@/lib/services/providers/update";
export { can } from "@/lib/services/rights";
export { getUsageOverview } from "@/lib/services/usage/get-overview";
export { createWorkspace } from "@/lib/services/workspaces/create";
export { listWorkspaces } from "@/lib/services/workspaces/list";
