import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { SHARED_WORKSPACE_ID } from "@/lib/services/shared-workspace";
import type { GeoRegion } from "./schema";

export const GEO_REGION_COLUMNS = "id, workspace_id, code, name, countries, created_at, updated_at";

type GeoRegionRow = Omit<GeoRegion, "is_shared"> & { workspace_id: string };

export function toGeoRegion({ workspace_id, ...row }: GeoRegionRow): GeoRegion {
  return { ...row, is_shared: workspace_id === SHARED_WORKSPACE_ID };
}

/** The installation's regions and the workspace's own. */
export async function visibleRegions(ctx: ServiceContext): Promise<GeoRegion[]> {
  const { data } = await ctx.db
    .from("geo_regions")
    .select(GEO_REGION_COLUMNS)
    .in("workspace_id", [ctx.workspaceId, SHARED_WORKSPACE_ID])
    .order("code")
    .throwOnError();
  return data.map(toGeoRegion);
}

/** The region, if the workspace sees it: a shared one or one of its own. Throws `not_found`. */
export async function loadGeoRegion(ctx: ServiceContext, id: string): Promise<GeoRegion> {
  const { data } = await ctx.db
    .from("geo_regions")
    .select(GEO_REGION_COLUMNS)
    .in("workspace_id", [ctx.workspaceId, SHARED_WORKSPACE_ID])
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such region in this workspace.");
  return toGeoRegion(data);
}

/** The same, if it is the workspace's own. Throws `forbidden` for a shared one. */
export async function loadOwnGeoRegion(ctx: ServiceContext, id: string): Promise<GeoRegion> {
  const region = await loadGeoRegion(ctx, id);
  if (region.is_shared) {
    throw new AppError(
      "forbidden",
      `${region.code} belongs to the whole installation. Make a region of your own instead.`,
    );
  }
  return region;
}
