import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadOwnGeoRegion } from "./load";

/** Takes a region of the workspace's own away, unless a rule names it: that rule would mean nothing any more. */
export async function deleteGeoRegion({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: IdInput;
}): Promise<{ id: string }> {
  requireScope(ctx, "geo-rules:write");
  const { id } = IdInput.parse(input);
  const region = await loadOwnGeoRegion(ctx, id);
  const { data: rules } = await ctx.db
    .from("geo_rules")
    .select("id")
    .match({ workspace_id: ctx.workspaceId, scope: "region", code: region.code })
    .throwOnError();
  if (rules.length > 0) {
    throw new AppError("conflict", `Country rules name ${region.code}. Delete them first, ${rules.length} in all.`);
  }
  await ctx.db.from("geo_regions").delete().eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return { id };
}
