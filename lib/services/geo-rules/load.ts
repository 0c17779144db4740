import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import type { GeoRule } from "./schema";

export const GEO_RULE_COLUMNS = "id, project_id, scope, code, action, note, is_active, created_at, updated_at";

/** The rule, if it is one of the workspace's own. Throws `not_found`. */
export async function loadGeoRule(ctx: ServiceContext, id: string): Promise<GeoRule> {
  const { data } = await ctx.db
    .from("geo_rules")
    .select(GEO_RULE_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such country rule in this workspace.");
  return data;
}
