import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import { containsPattern } from "@/lib/services/like";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { RATE_LIMIT_COLUMNS, type RateLimitRow, withUsage } from "./load";
import { ListRateLimitsInput, type RateLimit } from "./schema";

const FILTERED = ["api_key_id", "project_id", "team_id", "customer_id", "provider_id", "scope"] as const;

/** Rate limits of the workspace with what is used of them right now, newest first. */
export async function listRateLimits(call: {
  ctx: ServiceContext;
  input: ListRateLimitsInput;
}): Promise<Page<RateLimit>> {
  const { ctx } = call;
  requireScope(ctx, "rate-limits:read");
  const input = ListRateLimitsInput.parse(call.input);

  let query = ctx.db
    .from("rate_limits")
    .select(RATE_LIMIT_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  for (const column of FILTERED) {
    const value = input[column];
    if (value !== undefined) query = query.eq(column, value);
  }
  if (input.q !== undefined && input.q !== "") query = query.ilike("name", containsPattern(input.q));
  if (input.status !== undefined) query = query.eq("is_active", input.status !== "disabled");
  if (input.status === "shadow" || input.status === "active")
    query = query.eq("enforcement", input.status === "shadow" ? "shadow" : "enforce");
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  const { data } = await query.throwOnError();
  const page = keysetPage(data, input.limit, (row): RateLimitRow => row);
  return { items: await withUsage(ctx, page.items), next_cursor: page.next_cursor };
}
