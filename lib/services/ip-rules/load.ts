import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import type { IpRule } from "./schema";

export const IP_RULE_COLUMNS = "id, project_id, cidr, action, note, is_active, created_at, updated_at";

type IpRuleRow = Omit<IpRule, "cidr"> & { cidr: unknown };

/** The generated types leave `cidr` open; it arrives as text. */
export function toIpRule(row: IpRuleRow): IpRule {
  return { ...row, cidr: String(row.cidr) };
}

/** The rule, if it is one of the workspace's own. Throws `not_found`. */
export async function loadIpRule(ctx: ServiceContext, id: string): Promise<IpRule> {
  const { data } = await ctx.db
    .from("ip_rules")
    .select(IP_RULE_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such address rule in this workspace.");
  return toIpRule(data);
}
