import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { checkSubjects } from "@/lib/services/rules/check-subjects";
import { partsOfRules } from "@/lib/services/rules/rule-parts";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { checkRateLimitPlan } from "./check-plan";
import { loadRateLimit } from "./load";
import { type RateLimit, UpdateRateLimitInput } from "./schema";

/** Changes a limit, from the next call on. What it has counted in the running window stays counted. */
export async function updateRateLimit(call: { ctx: ServiceContext; input: UpdateRateLimitInput }): Promise<RateLimit> {
  const { ctx } = call;
  requireScope(ctx, "rate-limits:write");
  const { id, ...changes } = UpdateRateLimitInput.parse(call.input);
  const before = await loadRateLimit(ctx, id);
  const patch = withoutUndefined(changes);
  checkRateLimitPlan({ ...before, ...patch });
  await checkSubjects(ctx, patch);

  if (Object.keys(patch).length > 0) {
    await ctx.db.from("rate_limits").update(patch).eq("workspace_id", ctx.workspaceId).eq("id", id).throwOnError();
  }
  await publishVersions(ctx, partsOfRules(before, { ...before, ...patch }));
  return await loadRateLimit(ctx, id);
}
