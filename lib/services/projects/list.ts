import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { PROJECT_COLUMNS } from "./load";
import { ListProjectsInput, type Project } from "./schema";

/** Projects of the workspace, newest first. */
export async function listProjects(call: { ctx: ServiceContext; input: ListProjectsInput }): Promise<Page<Project>> {
  const { ctx } = call;
  requireScope(ctx, "projects:read");
  const input = ListProjectsInput.parse(call.input);

  let query = ctx.db
    .from("projects")
    .select(PROJECT_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .is("deleted_at", null)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  const { data } = await query.throwOnError();
  return keysetPage(data, input.limit, (project) => project);
}
