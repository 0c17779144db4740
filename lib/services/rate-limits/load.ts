import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { storedNumber, storedNumberOrNull } from "@/lib/services/stored-number";
import type { RateLimit } from "./schema";

export const RATE_LIMIT_COLUMNS =
  "id, name, description, scope, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, credential_id, model_pattern, per, path_pattern, method, metric, requests, window_ms, duration, calendar_aligned, timezone, strategy, bucket_size, refill_rate, max_wait_ms, priority, enforcement, is_active, created_at, updated_at";

type RateLimitRow = Omit<RateLimit, "enforcement" | "scope"> & { enforcement: string; scope: string | null };

export function toRateLimit(row: RateLimitRow): RateLimit {
  return {
    ...row,
    scope: row.scope ?? "TENANT",
    requests: storedNumber(row.requests),
    window_ms: storedNumberOrNull(row.window_ms),
    bucket_size: storedNumberOrNull(row.bucket_size),
    refill_rate: storedNumberOrNull(row.refill_rate),
    max_wait_ms: storedNumberOrNull(row.max_wait_ms),
    enforcement: row.enforcement === "shadow" ? "shadow" : "enforce",
  };
}

/** The limit, if it is one of the workspace's own. Throws `not_found`. */
export async function loadRateLimit(ctx: ServiceContext, id: string): Promise<RateLimit> {
  const { data } = await ctx.db
    .from("rate_limits")
    .select(RATE_LIMIT_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such rate limit in this workspace.");
  return toRateLimit(data);
}
