import type { ServiceContext } from "@/lib/services/context";
import { IdRow } from "@/lib/services/fields";
import { checkProject } from "@/lib/services/projects/check-project";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { checkChosenProviders } from "./check-providers";
import { keyRules } from "./key-rules";
import { loadApiKey } from "./load";
import { newSecret } from "./new-secret";
import { CreateApiKeyInput, type CreateApiKeyResult } from "./schema";

/** Makes a key, with its own budget and limit where they are given: all or nothing. Its text is in the answer and nowhere else: only the SHA-256 is stored. */
export async function createApiKey(call: {
  ctx: ServiceContext;
  input: CreateApiKeyInput;
}): Promise<CreateApiKeyResult> {
  const { ctx } = call;
  requireScope(ctx, "keys:write");
  const input = CreateApiKeyInput.parse(call.input);
  await checkChosenProviders(ctx, input.providers ?? []);
  await checkProject(ctx, input.project_id);

  const rules = await keyRules(ctx, input);
  const { key, stored } = newSecret(ctx);
  const { data } = await ctx.db
    .rpc("create_api_key", {
      p: {
        workspace_id: ctx.workspaceId,
        name: input.name,
        description: input.description ?? null,
        project_id: input.project_id ?? null,
        expires_at: input.expires_at ?? null,
        ...stored,
        all_providers: input.all_providers ?? false,
        allowed_models: input.allowed_models ?? [],
        scopes: input.scopes ?? [],
        allowed_ips: input.allowed_ips ?? [],
        tags: input.tags ?? [],
        unpriced_policy: input.unpriced_policy ?? "block",
        rate_limit_requests: input.rate_limit_requests ?? null,
        rate_limit_window_ms: input.rate_limit_window_ms ?? null,
        providers: input.providers ?? [],
        ...rules,
      },
    })
    .throwOnError();
  const { id } = IdRow.parse(data);
  await publishVersions(ctx, [`key:${id}`, "workspace"]);
  return { api_key: await loadApiKey(ctx, id), key };
}
