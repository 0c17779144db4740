import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { SHARED_WORKSPACE_ID } from "@/lib/services/shared-workspace";

type Given = { model_tier_id?: string | null | undefined };

/** Where the named tier lives, to be stored beside it: tiers are the workspace's own or shared by all. */
export async function tierPlace(
  ctx: ServiceContext,
  { model_tier_id: id }: Given,
): Promise<{ model_tier_workspace_id?: string | null }> {
  if (id === undefined) return {};
  if (id === null) return { model_tier_workspace_id: null };
  const { data } = await ctx.db
    .from("model_tiers")
    .select("workspace_id")
    .in("workspace_id", [ctx.workspaceId, SHARED_WORKSPACE_ID])
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data !== null) return { model_tier_workspace_id: data.workspace_id };
  throw new AppError("invalid_input", "Check model_tier_id.", {
    fieldErrors: { model_tier_id: "There is no such thing in this workspace." },
  });
}
