import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { checkAuth } from "./check-auth";
import { checkBaseUrl } from "./check-base-url";
import { loadProvider } from "./load";
import { type Provider, UpdateProviderInput } from "./schema";

/** Changes a provider, or disables and enables it. */
export async function updateProvider(call: { ctx: ServiceContext; input: UpdateProviderInput }): Promise<Provider> {
  const { ctx } = call;
  requireScope(ctx, "providers:write");
  const { id, ...changes } = UpdateProviderInput.parse(call.input);
  const before = await loadProvider(ctx, id);
  checkAuth(changes.auth_method ?? before.auth_method, changes.auth_config ?? before.auth_config);
  if (changes.base_url !== undefined) await checkBaseUrl(ctx, changes.base_url);

  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length > 0) {
    await ctx.db.from("providers").update(patch).eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
    await publishVersions(ctx, ["workspace"]);
  }
  return await loadProvider(ctx, id);
}
