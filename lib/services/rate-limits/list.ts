import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { RATE_LIMIT_COLUMNS, toRateLimit } from "./load";
import { ListRateLimitsInput, type RateLimit } from "./schema";

/** Rate limits of the workspace, newest first. */
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
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  if (input.api_key_id !== undefined) query = query.eq("api_key_id", input.api_key_id);
  if (input.project_id !== undefined) query = query.eq("project_id", input.project_id);
  const { data } = await query.throwOnError();
  return keysetPage(data, input.limit, toRateLimit);
}
