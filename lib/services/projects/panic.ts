import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { PanicInput } from "@/lib/services/workspaces/schema";
import { loadProject } from "./load";
import type { Project } from "./schema";

/** Stops every call of the project's keys from the next one on, or lets calls pass again. */
export async function panicProject(call: { ctx: ServiceContext; input: PanicInput }): Promise<Project> {
  const { ctx } = call;
  requireScope(ctx, "panic:write");
  const { id, panic } = PanicInput.parse(call.input);
  await loadProject(ctx, id);
  await ctx.db
    .from("projects")
    .update({ panic_mode: panic })
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadProject(ctx, id);
}
