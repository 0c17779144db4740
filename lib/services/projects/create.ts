import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadProject } from "./load";
import { CreateProjectInput, type Project } from "./schema";

/** Adds a project. Its name is free again once another of that name is deleted. */
export async function createProject(call: { ctx: ServiceContext; input: CreateProjectInput }): Promise<Project> {
  const { ctx } = call;
  requireScope(ctx, "projects:write");
  const input = CreateProjectInput.parse(call.input);
  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  await ctx.db
    .from("projects")
    .insert({
      id,
      workspace_id: ctx.workspaceId,
      name: input.name,
      description: input.description ?? null,
      color: input.color ?? null,
    })
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadProject(ctx, id);
}
