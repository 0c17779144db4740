import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { checkSubjects } from "@/lib/services/rules/check-subjects";
import { countsOtherwise } from "@/lib/services/rules/counts-otherwise";
import { forgetCounters } from "@/lib/services/rules/reset-counters";
import { partsOfRules } from "@/lib/services/rules/rule-parts";
import { SUBJECT_COLUMNS } from "@/lib/services/rules/schema";
import { tierPlace } from "@/lib/services/rules/tier-place";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { checkRateLimitPlan } from "./check-plan";
import { loadRateLimit, loadRateLimitRow } from "./load";
import { type RateLimit, UpdateRateLimitInput } from "./schema";

/** What a limit counts, and when. */
const COUNTED = [
  ...SUBJECT_COLUMNS,
  ...["per", "path_pattern", "method", "metric", "strategy", "window_ms", "duration", "calendar_aligned", "timezone"],
];

/**
 * Changes a limit, from the next call on. What it has counted in the running window stays counted, unless it counts
 * something else from now on, or in other windows: then it begins at zero.
 */
export async function updateRateLimit(call: { ctx: ServiceContext; input: UpdateRateLimitInput }): Promise<RateLimit> {
  const { ctx } = call;
  requireScope(ctx, "rate-limits:write");
  const { id, ...changes } = UpdateRateLimitInput.parse(call.input);
  const before = await loadRateLimitRow(ctx, id);
  const patch = withoutUndefined(changes);
  checkRateLimitPlan({ ...before, ...patch });
  await checkSubjects(ctx, patch);
  const place = await tierPlace(ctx, patch);

  if (countsOtherwise(before, patch, COUNTED)) await forgetCounters(ctx, id);
  if (Object.keys(patch).length > 0) {
    await ctx.db
      .from("rate_limits")
      .update({ ...patch, ...place })
      .eq("workspace_id", ctx.workspaceId)
      .eq("id", id)
      .throwOnError();
  }
  await publishVersions(ctx, partsOfRules(before, { ...before, ...patch }));
  return await loadRateLimit(ctx, id);
}
