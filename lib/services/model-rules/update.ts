import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { loadModelRule } from "./load";
import { type ModelRule, UpdateModelRuleInput } from "./schema";

/** Changes a rule about models, from the next call on. */
export async function updateModelRule(call: { ctx: ServiceContext; input: UpdateModelRuleInput }): Promise<ModelRule> {
  const { ctx } = call;
  requireScope(ctx, "model-rules:write");
  const { id, ...changes } = UpdateModelRuleInput.parse(call.input);
  await loadModelRule(ctx, id);
  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length > 0) {
    await ctx.db.from("model_rules").update(patch).eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  }
  await publishVersions(ctx, ["workspace"]);
  return await loadModelRule(ctx, id);
}
