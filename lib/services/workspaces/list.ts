import type { AccountContext } from "@/lib/services/context";
import type { Page } from "@/lib/services/page";
import { ListWorkspacesInput, type Workspace } from "./schema";

/** The actor's own workspaces, by name. Nobody belongs to enough of them for a second page. */
export async function listWorkspaces(call: {
  ctx: AccountContext;
  input: ListWorkspacesInput;
}): Promise<Page<Workspace>> {
  const { ctx } = call;
  ListWorkspacesInput.parse(call.input);
  const [members, workspaces] = await Promise.all([
    ctx.db.from("workspace_members").select("workspace_id, role").eq("user_id", ctx.actor.userId).throwOnError(),
    ctx.db
      .from("workspaces")
      .select("id, name, slug, description, logo_url, plan, panic_mode, created_at")
      .is("deleted_at", null)
      .throwOnError(),
  ]);
  const items = workspaces.data.flatMap((workspace) => {
    const member = members.data.find((one) => one.workspace_id === workspace.id);
    return member === undefined ? [] : [{ ...workspace, role: member.role }];
  });
  return { items: items.toSorted((left, right) => left.name.localeCompare(right.name)), next_cursor: null };
}
