import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { IdRow } from "@/lib/services/fields";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { withoutUndefined } from "@/lib/services/without-undefined";
import { checkAuth } from "./check-auth";
import { checkBaseUrl } from "./check-base-url";
import { defaultAuth } from "./default-auth";
import { loadProvider } from "./load";
import { CreateProviderInput, type Provider } from "./schema";

/** Adds an upstream, with its first credential if a secret is given: both or neither. */
export async function createProvider(call: { ctx: ServiceContext; input: CreateProviderInput }): Promise<Provider> {
  const { ctx } = call;
  requireScope(ctx, "providers:write");
  const { api_key: secret, ...given } = CreateProviderInput.parse(call.input);
  const auth = {
    ...defaultAuth(given.dialect),
    ...withoutUndefined({ method: given.auth_method, config: given.auth_config }),
  };
  checkAuth(auth.method, auth.config);
  await checkBaseUrl(ctx, given.base_url);

  const { data } = await ctx.db
    .rpc("create_provider", {
      p: {
        ...withoutUndefined(given),
        workspace_id: ctx.workspaceId,
        auth_method: auth.method,
        auth_config: auth.config,
        ...(secret === undefined ? {} : { credential: sealedCredential(ctx, secret) }),
      },
    })
    .throwOnError();
  const { id } = IdRow.parse(data);
  await publishVersions(ctx, ["workspace"]);
  return await loadProvider(ctx, id);
}

function sealedCredential(ctx: ServiceContext, secret: string) {
  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  return {
    id,
    name: "Default",
    ...ctx.secrets.sealCredential({ workspaceId: ctx.workspaceId, credentialId: id }, secret),
  };
}
