import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { partsOfRules } from "@/lib/services/rules/rule-parts";
import { loadRateLimitRow } from "./load";

/** Takes a limit away, from the next call on. */
export async function deleteRateLimit({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: IdInput;
}): Promise<{ id: string }> {
  requireScope(ctx, "rate-limits:write");
  const { id } = IdInput.parse(input);
  const rule = await loadRateLimitRow(ctx, id);
  await ctx.db.from("rate_limits").delete().eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  await publishVersions(ctx, partsOfRules(rule));
  return { id };
}
