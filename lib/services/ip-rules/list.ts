import { ListAccessRulesInput } from "@/lib/services/access-rules/schema";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { IP_RULE_COLUMNS, toIpRule } from "./load";
import type { IpRule } from "./schema";

/** Address rules of the workspace, newest first. */
export async function listIpRules(call: { ctx: ServiceContext; input: ListAccessRulesInput }): Promise<Page<IpRule>> {
  const { ctx } = call;
  requireScope(ctx, "ip-rules:read");
  const input = ListAccessRulesInput.parse(call.input);

  let query = ctx.db
    .from("ip_rules")
    .select(IP_RULE_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  if (input.project_id !== undefined) query = query.eq("project_id", input.project_id);
  const { data } = await query.throwOnError();
  return keysetPage(data, input.limit, toIpRule);
}
