import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";

/** Throws `invalid_input` unless the project is one of the workspace's and not deleted. Null stands for none. */
export async function checkProject(ctx: ServiceContext, id: string | null | undefined): Promise<void> {
  if (id === null || id === undefined) return;
  const { data } = await ctx.db
    .from("projects")
    .select("id")
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .is("deleted_at", null)
    .limit(1)
    .throwOnError();
  if (data.length > 0) return;
  const message = "There is no such project in this workspace.";
  throw new AppError("invalid_input", "Check project_id.", { fieldErrors: { project_id: message } });
}
