import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { loadProviderRow } from "@/lib/services/providers/load";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadProviderCredential } from "./load";
import { CreateProviderCredentialInput, type ProviderCredential } from "./schema";

/** Stores an upstream's secret, sealed, as one more credential of a provider. */
export async function createProviderCredential(call: {
  ctx: ServiceContext;
  input: CreateProviderCredentialInput;
}): Promise<ProviderCredential> {
  const { ctx } = call;
  requireScope(ctx, "credentials:write");
  const input = CreateProviderCredentialInput.parse(call.input);
  await loadProviderRow(ctx, input.provider_id);

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  await ctx.db
    .rpc("create_provider_credential", {
      p: {
        id,
        workspace_id: ctx.workspaceId,
        provider_id: input.provider_id,
        project_id: input.project_id ?? null,
        name: input.name,
        models: input.models ?? [],
        weight: input.weight ?? 1,
        enabled: input.enabled ?? true,
        ...ctx.secrets.sealCredential({ workspaceId: ctx.workspaceId, credentialId: id }, input.api_key),
      },
    })
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadProviderCredential(ctx, id);
}
