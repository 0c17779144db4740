import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { balancesByRule, readBalances } from "@/lib/services/rules/read-balances";
import { readSubjectNames, subjectsOfCounter, subjectsOfRule, withNames } from "@/lib/services/rules/subject-names";
import { storedNumber, storedNumberOrNull } from "@/lib/services/stored-number";
import { liveUsage } from "./live-usage";
import type { RateLimit } from "./schema";

export const RATE_LIMIT_COLUMNS =
  "id, name, description, scope, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, endpoint_id, credential_id, model_pattern, model_tier_id, per, path_pattern, method, metric, requests, window_ms, duration, calendar_aligned, timezone, strategy, bucket_size, refill_rate, max_wait_ms, priority, enforcement, is_active, usage_reset_at, created_at, updated_at";

type Computed =
  | "applies_to"
  | "capacity"
  | "used"
  | "held"
  | "remaining"
  | "resets_at"
  | "counters"
  | "counters_total"
  | "enforcement"
  | "scope";
export type RateLimitRow = Omit<RateLimit, Computed> & { enforcement: string; scope: string | null };

/** The limit's row, if it is one of the workspace's own. Throws `not_found`. */
export async function loadRateLimitRow(ctx: ServiceContext, id: string): Promise<RateLimitRow> {
  const { data } = await ctx.db
    .from("rate_limits")
    .select(RATE_LIMIT_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such rate limit in this workspace.");
  return withNumbers(data);
}

export async function loadRateLimit(ctx: ServiceContext, id: string): Promise<RateLimit> {
  const [limit] = await withUsage(ctx, [await loadRateLimitRow(ctx, id)]);
  if (limit === undefined) throw new AppError("not_found", "There is no such rate limit in this workspace.");
  return limit;
}

/** Adds what the ledger counts right now, and names: one question each, however many rows. */
export async function withUsage(ctx: ServiceContext, rows: readonly RateLimitRow[]): Promise<RateLimit[]> {
  const balances = await readBalances(
    ctx,
    rows.map((row) => row.id),
  );
  const byRule = balances === null ? null : balancesByRule(balances);
  const nowMs = ctx.clock.nowMs();
  const shown = rows.map((row) => {
    const limit = withNumbers(row);
    return { ...limit, ...liveUsage(limit, byRule === null ? null : (byRule.get(row.id) ?? []), nowMs) };
  });
  const names = await readSubjectNames(
    ctx,
    shown.flatMap((one) => [
      ...subjectsOfRule(one),
      ...one.counters.flatMap(({ subject }) => subjectsOfCounter(one.per, subject)),
    ]),
  );
  return shown.map((one) => ({
    ...one,
    scope: one.scope ?? "TENANT",
    enforcement: one.enforcement === "shadow" ? "shadow" : "enforce",
    applies_to: withNames(subjectsOfRule(one), names),
    counters: one.counters.map((counter) => ({
      ...counter,
      parts: withNames(subjectsOfCounter(one.per, counter.subject), names),
    })),
  }));
}

function withNumbers(row: RateLimitRow): RateLimitRow {
  return {
    ...row,
    requests: storedNumber(row.requests),
    window_ms: storedNumberOrNull(row.window_ms),
    bucket_size: storedNumberOrNull(row.bucket_size),
    refill_rate: storedNumberOrNull(row.refill_rate),
    max_wait_ms: storedNumberOrNull(row.max_wait_ms),
  };
}
