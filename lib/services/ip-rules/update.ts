import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { loadIpRule } from "./load";
import { type IpRule, UpdateIpRuleInput } from "./schema";

/** Changes a rule about addresses, from the next call on. */
export async function updateIpRule(call: { ctx: ServiceContext; input: UpdateIpRuleInput }): Promise<IpRule> {
  const { ctx } = call;
  requireScope(ctx, "ip-rules:write");
  const { id, ...changes } = UpdateIpRuleInput.parse(call.input);
  await loadIpRule(ctx, id);
  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length > 0) {
    await ctx.db.from("ip_rules").update(patch).eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  }
  await publishVersions(ctx, ["workspace"]);
  return await loadIpRule(ctx, id);
}
