import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { containsPattern } from "@/lib/services/like";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { PROVIDER_COLUMNS, withHealthAndCredentials } from "./load";
import { ListProvidersInput, type Provider } from "./schema";

/** Providers of the workspace, newest first. */
export async function listProviders(call: { ctx: ServiceContext; input: ListProvidersInput }): Promise<Page<Provider>> {
  const { ctx } = call;
  requireScope(ctx, "providers:read");
  const input = ListProvidersInput.parse(call.input);

  let query = ctx.db
    .from("providers")
    .select(PROVIDER_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .is("deleted_at", null)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  if (input.q !== undefined && input.q !== "") query = query.ilike("name", containsPattern(input.q));
  const { data } = await query.throwOnError();

  const rows = data.slice(0, input.limit);
  const last = rows.at(-1);
  return {
    items: await withHealthAndCredentials(ctx, rows),
    next_cursor: data.length > input.limit && last !== undefined ? encodeCursor([last.id]) : null,
  };
}
