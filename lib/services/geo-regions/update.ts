import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { loadGeoRegion, loadOwnGeoRegion } from "./load";
import { type GeoRegion, UpdateGeoRegionInput } from "./schema";

/** Changes a region of the workspace's own; the rules that name it follow from the next call on. */
export async function updateGeoRegion(call: { ctx: ServiceContext; input: UpdateGeoRegionInput }): Promise<GeoRegion> {
  const { ctx } = call;
  requireScope(ctx, "geo-rules:write");
  const { id, ...changes } = UpdateGeoRegionInput.parse(call.input);
  await loadOwnGeoRegion(ctx, id);
  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length > 0) {
    await ctx.db.from("geo_regions").update(patch).eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  }
  await publishVersions(ctx, ["workspace"]);
  return await loadGeoRegion(ctx, id);
}
