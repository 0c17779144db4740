import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadProviderCredential } from "./load";

/** Deletes a credential and its sealed secret. */
export async function deleteProviderCredential(call: { ctx: ServiceContext; input: IdInput }): Promise<{ id: string }> {
  const { ctx } = call;
  requireScope(ctx, "credentials:write");
  const { id } = IdInput.parse(call.input);
  await loadProviderCredential(ctx, id);
  await ctx.db.rpc("delete_provider_credential", { p_id: id }).throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return { id };
}
