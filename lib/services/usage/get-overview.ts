import type { ServiceContext } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";
import { GetUsageOverviewInput, type UsageBucket, UsageOverview, type UsageRange } from "./schema";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const RANGES = {
  "1h": { lengthMs: HOUR_MS, bucket: "minute", bucketMs: MINUTE_MS },
  "24h": { lengthMs: DAY_MS, bucket: "hour", bucketMs: HOUR_MS },
  "7d": { lengthMs: 7 * DAY_MS, bucket: "hour", bucketMs: HOUR_MS },
  "30d": { lengthMs: 30 * DAY_MS, bucket: "day", bucketMs: DAY_MS },
} as const satisfies Record<UsageRange, { lengthMs: number; bucket: UsageBucket; bucketMs: number }>;

/** Totals, series and the most used models and keys, up to and including the running bucket. */
export async function getUsageOverview(call: {
  ctx: ServiceContext;
  input: GetUsageOverviewInput;
}): Promise<UsageOverview> {
  const { ctx } = call;
  requireScope(ctx, "usage:read");
  const { range } = GetUsageOverviewInput.parse(call.input);
  const { lengthMs, bucket, bucketMs } = RANGES[range];
  const toMs = Math.floor(ctx.clock.nowMs() / bucketMs) * bucketMs + bucketMs;

  const { data } = await ctx.db
    .rpc("usage_overview", {
      p_workspace: ctx.workspaceId,
      p_from: new Date(toMs - lengthMs).toISOString(),
      p_to: new Date(toMs).toISOString(),
      p_bucket: bucket,
    })
    .throwOnError();
  return UsageOverview.parse(data);
}
