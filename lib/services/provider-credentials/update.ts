import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { loadProviderCredential } from "./load";
import { type ProviderCredential, UpdateProviderCredentialInput } from "./schema";

/** Changes a credential; a given `api_key` replaces the stored secret in the same transaction. */
export async function updateProviderCredential(call: {
  ctx: ServiceContext;
  input: UpdateProviderCredentialInput;
}): Promise<ProviderCredential> {
  const { ctx } = call;
  requireScope(ctx, "credentials:write");
  const { api_key: secret, ...changes } = UpdateProviderCredentialInput.parse(call.input);
  await loadProviderCredential(ctx, changes.id);
  const place = { workspaceId: ctx.workspaceId, credentialId: changes.id };

  await ctx.db
    .rpc("update_provider_credential", {
      p: {
        ...withoutUndefined(changes),
        workspace_id: ctx.workspaceId,
        ...(secret === undefined ? {} : ctx.secrets.sealCredential(place, secret)),
      },
    })
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadProviderCredential(ctx, changes.id);
}
