import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadWorkspace } from "./load";
import { PanicInput, type Workspace } from "./schema";

/** Stops every call of the workspace from the next one on, or lets calls pass again. */
export async function panicWorkspace(call: { ctx: ServiceContext; input: PanicInput }): Promise<Workspace> {
  const { ctx } = call;
  requireScope(ctx, "panic:write");
  const { id, panic } = PanicInput.parse(call.input);
  await loadWorkspace(ctx, id);
  await ctx.db.from("workspaces").update({ panic_mode: panic }).eq("id", id).throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadWorkspace(ctx, id);
}
