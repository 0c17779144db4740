import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadGeoRule } from "./load";
import type { GeoRule } from "./schema";

/** One country rule. Throws `not_found`. */
export async function getGeoRule({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<GeoRule> {
  requireScope(ctx, "geo-rules:read");
  return await loadGeoRule(ctx, IdInput.parse(input).id);
}
