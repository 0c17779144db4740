import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { SHARED_WORKSPACE_ID } from "@/lib/services/shared-workspace";
import { GEO_REGION_COLUMNS, toGeoRegion } from "./load";
import { type GeoRegion, ListGeoRegionsInput } from "./schema";

/** Regions that country rules may name: the installation's and the workspace's own, newest first. */
export async function listGeoRegions(call: {
  ctx: ServiceContext;
  input: ListGeoRegionsInput;
}): Promise<Page<GeoRegion>> {
  const { ctx } = call;
  requireScope(ctx, "geo-rules:read");
  const input = ListGeoRegionsInput.parse(call.input);

  let query = ctx.db
    .from("geo_regions")
    .select(GEO_REGION_COLUMNS)
    .in("workspace_id", [ctx.workspaceId, SHARED_WORKSPACE_ID])
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  const { data } = await query.throwOnError();
  return keysetPage(data, input.limit, toGeoRegion);
}
