import type { AccountContext } from "@/lib/services/context";
import type { Page } from "@/lib/services/page";
import { requireKeyScope } from "@/lib/services/require-scope";
import { WORKSPACE_COLUMNS } from "./load";
import { ListWorkspacesInput, type Workspace } from "./schema";

/** The actor's own workspaces, by name. Nobody belongs to enough of them for a second page. */
export async function listWorkspaces(call: {
  ctx: AccountContext;
  input: ListWorkspacesInput;
}): Promise<Page<Workspace>> {
  const { ctx } = call;
  requireKeyScope(ctx, "workspace:read");
  ListWorkspacesInput.parse(call.input);
  const [members, workspaces] = await Promise.all([
    ctx.db.from("workspace_members").select("workspace_id, role").eq("user_id", ctx.actor.userId).throwOnError(),
    ctx.db.from("workspaces").select(WORKSPACE_COLUMNS).is("deleted_at", null).throwOnError(),
  ]);
  const items = workspaces.data.flatMap((workspace) => {
    const member = members.data.find((one) => one.workspace_id === workspace.id);
    return member === undefined ? [] : [{ ...workspace, role: member.role }];
  });
  return { items: items.toSorted((left, right) => left.name.localeCompare(right.name)), next_cursor: null };
}
