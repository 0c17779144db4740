import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { CREDENTIAL_COLUMNS, toProviderCredential } from "./load";
import { ListProviderCredentialsInput, type ProviderCredential } from "./schema";

/** Credentials of the workspace or of one provider, newest first, without their secrets. */
export async function listProviderCredentials(call: {
  ctx: ServiceContext;
  input: ListProviderCredentialsInput;
}): Promise<Page<ProviderCredential>> {
  const { ctx } = call;
  requireScope(ctx, "credentials:read");
  const input = ListProviderCredentialsInput.parse(call.input);

  let query = ctx.db
    .from("provider_credentials")
    .select(CREDENTIAL_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  if (input.provider_id !== undefined) query = query.eq("provider_id", input.provider_id);
  const { data } = await query.throwOnError();

  const items = data.slice(0, input.limit).map(toProviderCredential);
  const last = items.at(-1);
  return { items, next_cursor: data.length > input.limit && last !== undefined ? encodeCursor([last.id]) : null };
}
