import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { loadApiKey, loadApiKeyRow } from "./load";
import { type ApiKey, UpdateApiKeyInput } from "./schema";
import { writeApiKey } from "./write-row";

/** Changes a key, disables it or enables it again. What was revoked stays revoked. */
export async function updateApiKey(call: { ctx: ServiceContext; input: UpdateApiKeyInput }): Promise<ApiKey> {
  const { ctx } = call;
  requireScope(ctx, "keys:write");
  const { id, ...changes } = UpdateApiKeyInput.parse(call.input);
  const key = await loadApiKeyRow(ctx, id);
  if (key.revoked_at !== null) {
    throw new AppError("conflict", "This key was revoked, which is final. Create a new one.");
  }
  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length > 0) await writeApiKey(ctx, id, patch);
  return await loadApiKey(ctx, id);
}
