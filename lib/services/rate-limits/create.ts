import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { checkSubjects } from "@/lib/services/rules/check-subjects";
import { partsOfRules } from "@/lib/services/rules/rule-parts";
import { tierPlace } from "@/lib/services/rules/tier-place";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { checkRateLimitPlan, DEFAULT_RATE_LIMIT_PLAN } from "./check-plan";
import { loadRateLimit } from "./load";
import { CreateRateLimitInput, type RateLimit } from "./schema";

/** Adds a limit, in force from the next call on. */
export async function createRateLimit(call: { ctx: ServiceContext; input: CreateRateLimitInput }): Promise<RateLimit> {
  const { ctx } = call;
  requireScope(ctx, "rate-limits:write");
  const input = withoutUndefined(CreateRateLimitInput.parse(call.input));
  checkRateLimitPlan({ ...DEFAULT_RATE_LIMIT_PLAN, ...input });
  await checkSubjects(ctx, input);
  const place = await tierPlace(ctx, input);

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  const { name, requests } = CreateRateLimitInput.parse(call.input);
  await ctx.db
    .from("rate_limits")
    .insert({ ...input, ...place, name, requests, id, workspace_id: ctx.workspaceId })
    .throwOnError();
  await publishVersions(ctx, partsOfRules(input));
  return await loadRateLimit(ctx, id);
}
