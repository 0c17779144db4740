import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { resetCounters } from "@/lib/services/rules/reset-counters";
import { loadRateLimit, loadRateLimitRow, type RateLimitRow } from "./load";
import type { RateLimit } from "./schema";

/** Sets what is used of a limit in its running window to zero; open holds stay. Throws `conflict` where nothing adds up. */
export async function resetRateLimit({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<RateLimit> {
  requireScope(ctx, "rate-limits:write");
  const { id } = IdInput.parse(input);
  requireWindow(await loadRateLimitRow(ctx, id));
  // Who did it is written down before it happens.
  await ctx.db
    .from("rate_limits")
    .update({ usage_reset_at: new Date(ctx.clock.nowMs()).toISOString() })
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .throwOnError();
  await resetCounters(ctx, id);
  return await loadRateLimit(ctx, id);
}

function requireWindow({ metric, strategy }: RateLimitRow): void {
  if (metric === "concurrency")
    throw new AppError("conflict", "Parallel calls end by themselves: there is no usage to reset.");
  if (strategy === "TOKEN_BUCKET" || strategy === "LEAKY_BUCKET")
    throw new AppError("conflict", "A bucket refills by itself: there is no usage to reset.");
}
