import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { checkProject } from "@/lib/services/projects/check-project";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadModelRule } from "./load";
import { CreateModelRuleInput, type ModelRule } from "./schema";

/** Adds a rule about models, in force from the next call on. */
export async function createModelRule(call: { ctx: ServiceContext; input: CreateModelRuleInput }): Promise<ModelRule> {
  const { ctx } = call;
  requireScope(ctx, "model-rules:write");
  const input = CreateModelRuleInput.parse(call.input);
  await checkProject(ctx, input.project_id);

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  await ctx.db
    .from("model_rules")
    .insert({
      id,
      workspace_id: ctx.workspaceId,
      pattern: input.pattern,
      action: input.action,
      project_id: input.project_id ?? null,
      note: input.note ?? null,
      is_active: input.is_active ?? true,
    })
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadModelRule(ctx, id);
}
