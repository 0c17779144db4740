import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { MANAGEMENT_KEY_COLUMNS, toManagementKey } from "./load";
import { ListManagementKeysInput, type ManagementKey } from "./schema";

/** Management keys, newest first: the caller's own, or for an ADMIN all of the workspace. */
export async function listManagementKeys(call: {
  ctx: ServiceContext;
  input: ListManagementKeysInput;
}): Promise<Page<ManagementKey>> {
  const { ctx } = call;
  requireScope(ctx, "management-keys:read");
  const input = ListManagementKeysInput.parse(call.input);

  let query = ctx.db
    .from("management_keys")
    .select(MANAGEMENT_KEY_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  const { data } = await query.throwOnError();
  return keysetPage(data, input.limit, toManagementKey);
}
