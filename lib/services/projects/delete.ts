import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadProject } from "./load";

/** Takes a project off every list; its keys are refused from the next call on. Records keep naming it. */
export async function deleteProject({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<{ id: string }> {
  requireScope(ctx, "projects:write");
  const { id } = IdInput.parse(input);
  await loadProject(ctx, id);
  await ctx.db
    .from("projects")
    .update({ deleted_at: new Date(ctx.clock.nowMs()).toISOString() })
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return { id };
}
