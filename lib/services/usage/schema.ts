import { z } from "zod";

export const UsageRange = z.enum(["1h", "24h", "7d", "30d"]);
export type UsageRange = z.infer<typeof UsageRange>;

export const UsageBucket = z.enum(["minute", "hour", "day"]);
export type UsageBucket = z.infer<typeof UsageBucket>;

/** @default range 24h */
export const GetUsageOverviewInput = z.strictObject({
  range: UsageRange.default("24h"),
});
export type GetUsageOverviewInput = z.input<typeof GetUsageOverviewInput>;

/** Money is decimal text in cents; latencies are milliseconds, null when nothing was measured. */
export const UsageTotals = z.object({
  request_count: z.number(),
  success_count: z.number(),
  error_count: z.number(),
  rate_limited_count: z.number(),
  total_tokens_input: z.number(),
  total_tokens_output: z.number(),
  total_cost_cents: z.string(),
  latency_p50_ms: z.number().nullable(),
  latency_p95_ms: z.number().nullable(),
  latency_p99_ms: z.number().nullable(),
});
export type UsageTotals = z.infer<typeof UsageTotals>;

/** `t` is the bucket's start in UTC. Buckets without requests are present, with zeros. */
export const UsagePoint = UsageTotals.extend({ t: z.string() });
export type UsagePoint = z.infer<typeof UsagePoint>;

export const UsageByModel = z.object({
  model: z.string(),
  request_count: z.number(),
  total_tokens: z.number(),
  total_cost_cents: z.string(),
});
export type UsageByModel = z.infer<typeof UsageByModel>;

export const UsageByKey = z.object({
  api_key_id: z.string(),
  name: z.string().nullable(),
  request_count: z.number(),
  total_tokens: z.number(),
  total_cost_cents: z.string(),
});
export type UsageByKey = z.infer<typeof UsageByKey>;

export const UsageOverview = z.object({
  from: z.string(),
  to: z.string(),
  bucket: UsageBucket,
  totals: UsageTotals,
  /** The same figures for the equally long time before `from`. */
  previous: UsageTotals,
  series: z.array(UsagePoint),
  top_models: z.array(UsageByModel),
  top_keys: z.array(UsageByKey),
});
export type UsageOverview = z.infer<typeof UsageOverview>;
