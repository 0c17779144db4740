import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { checkProject } from "@/lib/services/projects/check-project";
import { publishVersions } from "@/lib/services/publish-versions";
import { hasScope, requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { checkChosenProviders } from "./check-providers";
import type { ApiKeyRow } from "./dto";
import { loadApiKey, loadApiKeyRow } from "./load";
import { type ApiKey, UpdateApiKeyInput } from "./schema";

/** Changes a key, disables it or enables it again. What was revoked stays revoked. */
export async function updateApiKey(call: { ctx: ServiceContext; input: UpdateApiKeyInput }): Promise<ApiKey> {
  const { ctx } = call;
  requireScope(ctx, "keys:write");
  const { id, ...changes } = UpdateApiKeyInput.parse(call.input);
  const key = await loadApiKeyRow(ctx, id);
  if (key.revoked_at !== null) {
    throw new AppError("conflict", "This key was revoked, which is final. Create a new one.");
  }
  await checkChosenProviders(ctx, changes.providers ?? []);
  await checkMove(ctx, key, changes.project_id);
  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length > 0) {
    const choice = patch.all_providers === true ? { providers: [] } : patch.providers ? { all_providers: false } : {};
    await ctx.db
      .rpc("update_api_key", { p: { ...patch, ...choice, id, workspace_id: ctx.workspaceId } })
      .throwOnError();
    await publishVersions(ctx, [`key:${id}`]);
  }
  return await loadApiKey(ctx, id);
}

/** A key may change its project, but not to get out of one that was frozen by somebody with the right to freeze. */
async function checkMove(ctx: ServiceContext, key: ApiKeyRow, target: string | null | undefined): Promise<void> {
  if (target === undefined || target === key.project_id) return;
  await checkProject(ctx, target);
  if (key.project_id === null || hasScope(ctx, "panic:write")) return;
  const { data } = await ctx.db
    .from("projects")
    .select("panic_mode")
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", key.project_id)
    .maybeSingle()
    .throwOnError();
  if (data?.panic_mode !== true) return;
  const message = "Its project is frozen, so its keys stay in it. Ask an admin of the workspace.";
  throw new AppError("forbidden", message, { fieldErrors: { project_id: message } });
}
