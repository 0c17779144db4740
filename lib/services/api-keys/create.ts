import { createApiKey as newApiKey, parseApiKey } from "@/lib/kernel/api-key";
import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { IdRow } from "@/lib/services/fields";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { checkChosenProviders } from "./check-providers";
import { loadApiKey } from "./load";
import { CreateApiKeyInput, type CreateApiKeyResult } from "./schema";

/** Makes a key. Its text is in the answer and nowhere else: only the SHA-256 is stored. */
export async function createApiKey(call: {
  ctx: ServiceContext;
  input: CreateApiKeyInput;
}): Promise<CreateApiKeyResult> {
  const { ctx } = call;
  requireScope(ctx, "keys:write");
  const input = CreateApiKeyInput.parse(call.input);
  await checkChosenProviders(ctx, input.providers ?? []);

  const key = newApiKey(ctx.random);
  const { data } = await ctx.db
    .rpc("create_api_key", {
      p: {
        workspace_id: ctx.workspaceId,
        name: input.name,
        description: input.description ?? null,
        project_id: input.project_id ?? null,
        expires_at: input.expires_at ?? null,
        key_prefix: faceOf(key).prefix,
        key_last4: faceOf(key).last4,
        key_hash: ctx.sha256Hex(key),
        all_providers: input.all_providers ?? false,
        allowed_models: input.allowed_models ?? [],
        rate_limit_requests: input.rate_limit_requests ?? null,
        rate_limit_window_ms: input.rate_limit_window_ms ?? null,
        providers: input.providers ?? [],
      },
    })
    .throwOnError();
  const { id } = IdRow.parse(data);
  await publishVersions(ctx, [`key:${id}`]);
  return { api_key: await loadApiKey(ctx, id), key };
}

function faceOf(key: string): { prefix: string; last4: string } {
  const face = parseApiKey(key);
  if (!face.ok) throw new AppError("internal", "The key could not be made. Try again.", { cause: face.error });
  return face.value;
}
