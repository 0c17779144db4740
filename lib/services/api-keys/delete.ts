import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadApiKeyRow } from "./load";
import { writeApiKey } from "./write-row";

/** Revokes a key and takes it off every list. Records keep naming it. */
export async function deleteApiKey({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<{ id: string }> {
  requireScope(ctx, "keys:write");
  const { id } = IdInput.parse(input);
  const key = await loadApiKeyRow(ctx, id);
  const now = new Date(ctx.clock.nowMs()).toISOString();
  await writeApiKey(ctx, id, { deleted_at: now, revoked_at: key.revoked_at ?? now });
  return { id };
}
