import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { loadGeoRule } from "./load";
import { type GeoRule, UpdateGeoRuleInput } from "./schema";

/** Changes a rule about countries, from the next call on. */
export async function updateGeoRule(call: { ctx: ServiceContext; input: UpdateGeoRuleInput }): Promise<GeoRule> {
  const { ctx } = call;
  requireScope(ctx, "geo-rules:write");
  const { id, ...changes } = UpdateGeoRuleInput.parse(call.input);
  await loadGeoRule(ctx, id);
  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length > 0) {
    await ctx.db.from("geo_rules").update(patch).eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  }
  await publishVersions(ctx, ["workspace"]);
  return await loadGeoRule(ctx, id);
}
