import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { CREDENTIAL_COLUMNS, toProviderCredential } from "@/lib/services/provider-credentials/load";
import { hasScope } from "@/lib/services/require-scope";
import { type ProviderRow, toProvider } from "./dto";
import type { Provider } from "./schema";

export const PROVIDER_COLUMNS =
  "id, name, slug, description, base_url, logo_url, color, dialect, auth_method, auth_config, timeout_ms, max_retries, retry_delay_ms, custom_headers, forward_headers, strip_headers, is_active, created_at, updated_at";

/** The provider's row, if it is one of the workspace's and not deleted. Throws `not_found`. */
export async function loadProviderRow(ctx: ServiceContext, id: string): Promise<ProviderRow> {
  const { data } = await ctx.db
    .from("providers")
    .select(PROVIDER_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .is("deleted_at", null)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such provider in this workspace.");
  return data;
}

export async function loadProvider(ctx: ServiceContext, id: string): Promise<Provider> {
  const [provider] = await withHealthAndCredentials(ctx, [await loadProviderRow(ctx, id)]);
  if (provider === undefined) throw new AppError("not_found", "There is no such provider in this workspace.");
  return provider;
}

/** Joins the last health check and the credentials. Viewers get the credentials' names alone. */
export async function withHealthAndCredentials(ctx: ServiceContext, rows: readonly ProviderRow[]): Promise<Provider[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const mayRead = hasScope(ctx, "credentials:read");
  const [health, credentials, names] = await Promise.all([
    ctx.db
      .from("provider_health")
      .select("provider_id, is_healthy, last_health_check_at, consecutive_failures")
      .eq("workspace_id", ctx.workspaceId)
      .in("provider_id", ids)
      .throwOnError(),
    ctx.db
      .from("provider_credentials")
      .select(CREDENTIAL_COLUMNS)
      .eq("workspace_id", ctx.workspaceId)
      .in("provider_id", ids)
      .order("id")
      .throwOnError(),
    mayRead ? null : credentialNames(ctx),
  ]);
  return rows.map((row) => {
    const own = credentials.data.filter((one) => one.provider_id === row.id).map(toProviderCredential);
    return toProvider({
      row,
      health: health.data.find((one) => one.provider_id === row.id) ?? null,
      credentials: mayRead ? own : [],
      credentialNames: (names ?? own).filter((one) => one.provider_id === row.id).map((one) => one.name),
    });
  });
}

async function credentialNames(ctx: ServiceContext): Promise<{ provider_id: string; name: string }[]> {
  const { data } = await ctx.db.rpc("provider_credential_names", { p_workspace: ctx.workspaceId }).throwOnError();
  return data;
}
