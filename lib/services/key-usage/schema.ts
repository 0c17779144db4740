import { z } from "zod";
import { Id } from "@/lib/services/fields";

/** @default range 7d */
export const GetKeyUsageInput = z.strictObject({ id: Id, range: z.enum(["24h", "7d", "30d"]).default("7d") });
export type GetKeyUsageInput = z.input<typeof GetKeyUsageInput>;

/** Money is decimal text in cents. */
const Figures = z.object({
  request_count: z.number(),
  error_count: z.number(),
  rate_limited_count: z.number(),
  total_tokens: z.number(),
  total_cost_cents: z.string(),
});

/** `t` is the bucket's start in UTC: an hour of `24h`, six of `7d`, a day of `30d`. */
export const KeyUsage = z.object({
  from: z.string(),
  to: z.string(),
  totals: Figures,
  series: z.array(Figures.extend({ t: z.string() })),
});
export type KeyUsage = z.infer<typeof KeyUsage>;
