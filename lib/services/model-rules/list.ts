import { ListAccessRulesInput } from "@/lib/services/access-rules/schema";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { MODEL_RULE_COLUMNS } from "./load";
import type { ModelRule } from "./schema";

/** Model rules of the workspace, newest first. */
export async function listModelRules(call: {
  ctx: ServiceContext;
  input: ListAccessRulesInput;
}): Promise<Page<ModelRule>> {
  const { ctx } = call;
  requireScope(ctx, "model-rules:read");
  const input = ListAccessRulesInput.parse(call.input);

  let query = ctx.db
    .from("model_rules")
    .select(MODEL_RULE_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  if (input.project_id !== undefined) query = query.eq("project_id", input.project_id);
  const { data } = await query.throwOnError();
  return keysetPage(data, input.limit, (rule): ModelRule => rule);
}
