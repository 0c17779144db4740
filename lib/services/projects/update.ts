import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { loadProject } from "./load";
import { type Project, UpdateProjectInput } from "./schema";

/** Changes a project; `panic_mode` freezes every key of it at once, or lets them go on. */
export async function updateProject(call: { ctx: ServiceContext; input: UpdateProjectInput }): Promise<Project> {
  const { ctx } = call;
  requireScope(ctx, "projects:write");
  const { id, ...changes } = UpdateProjectInput.parse(call.input);
  await loadProject(ctx, id);
  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length > 0) {
    await ctx.db.from("projects").update(patch).eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  }
  await publishVersions(ctx, ["workspace"]);
  return await loadProject(ctx, id);
}
