import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadGeoRule } from "./load";

/** Takes a rule away, from the next call on. */
export async function deleteGeoRule({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<{ id: string }> {
  requireScope(ctx, "geo-rules:write");
  const { id } = IdInput.parse(input);
  await loadGeoRule(ctx, id);
  await ctx.db.from("geo_rules").delete().eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return { id };
}
