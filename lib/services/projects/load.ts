import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import type { Project } from "./schema";

export const PROJECT_COLUMNS = "id, name, description, color, panic_mode, created_at";

/** The project, if it is one of the workspace's and not deleted. Throws `not_found`. */
export async function loadProject(ctx: ServiceContext, id: string): Promise<Project> {
  const { data } = await ctx.db
    .from("projects")
    .select(PROJECT_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .is("deleted_at", null)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such project in this workspace.");
  return data;
}
