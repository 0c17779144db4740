import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { containsPattern } from "@/lib/services/like";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { API_KEY_COLUMNS, withProvidersAndUsage } from "./load";
import { type ApiKey, ListApiKeysInput } from "./schema";

/** Keys of the workspace, newest first. */
export async function listApiKeys(call: { ctx: ServiceContext; input: ListApiKeysInput }): Promise<Page<ApiKey>> {
  const { ctx } = call;
  requireScope(ctx, "keys:read");
  const input = ListApiKeysInput.parse(call.input);

  let query = ctx.db
    .from("api_keys")
    .select(API_KEY_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .is("deleted_at", null)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  if (input.project_id !== undefined) query = query.eq("project_id", input.project_id);
  if (input.q !== undefined && input.q !== "") query = query.ilike("name", containsPattern(input.q));
  const { data } = await query.throwOnError();

  const rows = data.slice(0, input.limit);
  const last = rows.at(-1);
  return {
    items: await withProvidersAndUsage(ctx, rows),
    next_cursor: data.length > input.limit && last !== undefined ? encodeCursor([last.id]) : null,
  };
}
