import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { checkProject } from "@/lib/services/projects/check-project";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadGeoRule } from "./load";
import { requireRegion } from "./require-region";
import { CreateGeoRuleInput, type GeoRule } from "./schema";

/** Adds a rule about countries, in force from the next call on. */
export async function createGeoRule(call: { ctx: ServiceContext; input: CreateGeoRuleInput }): Promise<GeoRule> {
  const { ctx } = call;
  requireScope(ctx, "geo-rules:write");
  const input = CreateGeoRuleInput.parse(call.input);
  await checkProject(ctx, input.project_id);
  if (input.scope === "region") await requireRegion(ctx, input.code);

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  await ctx.db
    .from("geo_rules")
    .insert({
      id,
      workspace_id: ctx.workspaceId,
      scope: input.scope,
      code: input.code,
      action: input.action,
      project_id: input.project_id ?? null,
      note: input.note ?? null,
      is_active: input.is_active ?? true,
    })
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadGeoRule(ctx, id);
}
