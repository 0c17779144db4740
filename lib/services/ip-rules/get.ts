import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadIpRule } from "./load";
import type { IpRule } from "./schema";

/** One address rule. Throws `not_found`. */
export async function getIpRule({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<IpRule> {
  requireScope(ctx, "ip-rules:read");
  return await loadIpRule(ctx, IdInput.parse(input).id);
}
