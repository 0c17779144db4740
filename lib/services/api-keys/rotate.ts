import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadApiKey, loadApiKeyRow } from "./load";
import { newSecret } from "./new-secret";
import { type CreateApiKeyResult, RotateApiKeyInput } from "./schema";

/** Gives a key a new secret; limits, budgets and balances stay. The former one works until its grace ends. */
export async function rotateApiKey(call: {
  ctx: ServiceContext;
  input: RotateApiKeyInput;
}): Promise<CreateApiKeyResult> {
  const { ctx } = call;
  requireScope(ctx, "keys:write");
  const { id, grace_seconds: graceSeconds } = RotateApiKeyInput.parse(call.input);
  const before = await loadApiKeyRow(ctx, id);
  if (before.revoked_at !== null) {
    throw new AppError("conflict", "This key was revoked, which is final. Create a new one.");
  }
  const { key, stored } = newSecret(ctx);
  const graceUntil = new Date(ctx.clock.nowMs() + graceSeconds * 1000).toISOString();
  await ctx.db
    .rpc("rotate_api_key", { p: { id, ...stored, grace_until: graceSeconds === 0 ? null : graceUntil } })
    .throwOnError();
  await publishVersions(ctx, [`key:${id}`]);
  return { api_key: await loadApiKey(ctx, id), key };
}
