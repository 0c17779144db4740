import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadProviderRow } from "./load";

/** Takes a provider out of service and off every list; its slug is free again. Records keep naming it. */
export async function deleteProvider({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<{ id: string }> {
  requireScope(ctx, "providers:write");
  const { id } = IdInput.parse(input);
  await loadProviderRow(ctx, id);
  await ctx.db
    .from("providers")
    .update({ deleted_at: new Date(ctx.clock.nowMs()).toISOString() })
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return { id };
}
