import { AppError } from "@/lib/kernel/errors";
import type { AccountContext } from "@/lib/services/context";
import { IdRow } from "@/lib/services/fields";
import { requireAccount } from "@/lib/services/require-account";
import { listWorkspaces } from "./list";
import { CreateWorkspaceInput, type Workspace } from "./schema";

/** Founds a workspace: its first project and the actor as OWNER come with it. */
export async function createWorkspace(call: { ctx: AccountContext; input: CreateWorkspaceInput }): Promise<Workspace> {
  const { ctx } = call;
  requireAccount(ctx);
  const input = CreateWorkspaceInput.parse(call.input);
  const { data } = await ctx.db
    .rpc("create_workspace", { p: { name: input.name, slug: input.slug, description: input.description ?? null } })
    .throwOnError();
  const { id } = IdRow.parse(data);
  const { items } = await listWorkspaces({ ctx, input: {} });
  const workspace = items.find((one) => one.id === id);
  if (workspace === undefined)
    throw new AppError("internal", "The workspace was created but cannot be read. Reload the page.");
  return workspace;
}
