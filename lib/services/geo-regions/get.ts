import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadGeoRegion } from "./load";
import type { GeoRegion } from "./schema";

/** One region. Throws `not_found`. */
export async function getGeoRegion({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<GeoRegion> {
  requireScope(ctx, "geo-rules:read");
  return await loadGeoRegion(ctx, IdInput.parse(input).id);
}
