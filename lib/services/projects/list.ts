import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { ListProjectsInput, type Project } from "./schema";

/** Projects of the workspace, newest first. */
export async function listProjects(call: { ctx: ServiceContext; input: ListProjectsInput }): Promise<Page<Project>> {
  const { ctx } = call;
  requireScope(ctx, "projects:read");
  const input = ListProjectsInput.parse(call.input);

  let query = ctx.db
    .from("projects")
    .select("id, name, description, color, panic_mode, created_at")
    .eq("workspace_id", ctx.workspaceId)
    .is("deleted_at", null)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  const { data } = await query.throwOnError();

  const items = data.slice(0, input.limit);
  const last = items.at(-1);
  return { items, next_cursor: data.length > input.limit && last !== undefined ? encodeCursor([last.id]) : null };
}
