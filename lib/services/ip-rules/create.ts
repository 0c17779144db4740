import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { checkProject } from "@/lib/services/projects/check-project";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadIpRule } from "./load";
import { CreateIpRuleInput, type IpRule } from "./schema";

/** Adds a rule about addresses, in force from the next call on. */
export async function createIpRule(call: { ctx: ServiceContext; input: CreateIpRuleInput }): Promise<IpRule> {
  const { ctx } = call;
  requireScope(ctx, "ip-rules:write");
  const input = CreateIpRuleInput.parse(call.input);
  await checkProject(ctx, input.project_id);

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  await ctx.db
    .from("ip_rules")
    .insert({
      id,
      workspace_id: ctx.workspaceId,
      cidr: input.cidr,
      action: input.action,
      project_id: input.project_id ?? null,
      note: input.note ?? null,
      is_active: input.is_active ?? true,
    })
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadIpRule(ctx, id);
}
