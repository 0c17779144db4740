import { AppError } from "@/lib/kernel/errors";
import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadGeoRegion, visibleRegions } from "./load";
import { CreateGeoRegionInput, type GeoRegion } from "./schema";

/** Adds a region of the workspace's own. A code means one thing: shared regions keep theirs. */
export async function createGeoRegion(call: { ctx: ServiceContext; input: CreateGeoRegionInput }): Promise<GeoRegion> {
  const { ctx } = call;
  requireScope(ctx, "geo-rules:write");
  const input = CreateGeoRegionInput.parse(call.input);
  const taken = (await visibleRegions(ctx)).some((region) => region.code === input.code);
  if (taken) {
    const message = `There is a region ${input.code} already. Choose another code.`;
    throw new AppError("conflict", message, { fieldErrors: { code: message } });
  }

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  await ctx.db
    .from("geo_regions")
    .insert({ ...input, id, workspace_id: ctx.workspaceId })
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadGeoRegion(ctx, id);
}
