import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadRateLimit } from "./load";
import type { RateLimit } from "./schema";

/** One rate limit. Throws `not_found`. */
export async function getRateLimit({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<RateLimit> {
  requireScope(ctx, "rate-limits:read");
  return await loadRateLimit(ctx, IdInput.parse(input).id);
}
