import type { ServiceContext } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";
import { loadApiKeyRow } from "./load";
import { RevokeApiKeyInput } from "./schema";
import { writeApiKey } from "./write-row";

/** Ends a key for good: the next call with it is refused. Revoking twice keeps the first time and reason. */
export async function revokeApiKey(call: { ctx: ServiceContext; input: RevokeApiKeyInput }): Promise<{ id: string }> {
  const { ctx } = call;
  requireScope(ctx, "keys:write");
  const { id, reason } = RevokeApiKeyInput.parse(call.input);
  const key = await loadApiKeyRow(ctx, id);
  if (key.revoked_at === null) {
    const revokedAt = new Date(ctx.clock.nowMs()).toISOString();
    await writeApiKey(ctx, id, { revoked_at: revokedAt, revoked_reason: reason ?? null });
  }
  return { id };
}
