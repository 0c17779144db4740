import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import type { ModelRule } from "./schema";

export const MODEL_RULE_COLUMNS = "id, project_id, pattern, action, note, is_active, created_at, updated_at";

/** The rule, if it is one of the workspace's own. Throws `not_found`. */
export async function loadModelRule(ctx: ServiceContext, id: string): Promise<ModelRule> {
  const { data } = await ctx.db
    .from("model_rules")
    .select(MODEL_RULE_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such model rule in this workspace.");
  return data;
}
