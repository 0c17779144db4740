import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import type { Workspace } from "./schema";

export const WORKSPACE_COLUMNS = "id, name, slug, description, logo_url, plan, panic_mode, created_at";

/** The request's own workspace; any other id is `not_found`, whether or not it exists. */
export async function loadWorkspace(ctx: ServiceContext, id: string): Promise<Workspace> {
  const { data } = await ctx.db
    .from("workspaces")
    .select(WORKSPACE_COLUMNS)
    .eq("id", id)
    .is("deleted_at", null)
    .maybeSingle()
    .throwOnError();
  if (data === null || data.id !== ctx.workspaceId) throw new AppError("not_found", "There is no such workspace.");
  return { ...data, role: ctx.role };
}
