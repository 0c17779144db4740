import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { loadWorkspace } from "./load";
import { UpdateWorkspaceInput, type Workspace } from "./schema";

/** Renames or describes the request's own workspace. */
export async function updateWorkspace(call: { ctx: ServiceContext; input: UpdateWorkspaceInput }): Promise<Workspace> {
  const { ctx } = call;
  requireScope(ctx, "workspace:write");
  const { id, ...changes } = UpdateWorkspaceInput.parse(call.input);
  await loadWorkspace(ctx, id);
  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length > 0) await ctx.db.from("workspaces").update(patch).eq("id", id).throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadWorkspace(ctx, id);
}
