import type { ServiceContext } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";
import { loadManagementKey } from "./load";
import { RevokeManagementKeyInput } from "./schema";

/** Ends a management key for good: its next request is refused. Revoking twice keeps the first time. */
export async function revokeManagementKey(call: {
  ctx: ServiceContext;
  input: RevokeManagementKeyInput;
}): Promise<{ id: string }> {
  const { ctx } = call;
  requireScope(ctx, "management-keys:write");
  const { id } = RevokeManagementKeyInput.parse(call.input);
  const key = await loadManagementKey(ctx, id);
  if (key.revoked_at === null) {
    await ctx.db
      .from("management_keys")
      .update({ revoked_at: new Date(ctx.clock.nowMs()).toISOString() })
      .eq("workspace_id", ctx.workspaceId)
      .eq("id", id)
      .throwOnError();
  }
  return { id };
}
