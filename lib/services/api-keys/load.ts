import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { type ApiKeyRow, toApiKey } from "./dto";
import type { ApiKey } from "./schema";

/** Every column that a member may read and the answer shows; the hash is not among them. */
export const API_KEY_COLUMNS =
  "id, name, description, key_prefix, key_last4, project_id, created_by, is_active, expires_at, revoked_at, revoked_reason, created_at, all_providers, allowed_models, scopes, allowed_ips, tags, unpriced_policy, rate_limit_requests, rate_limit_window_ms, rotation_count";

/** The key's row, if it is one of the workspace's and not deleted. Throws `not_found`. */
export async function loadApiKeyRow(ctx: ServiceContext, id: string): Promise<ApiKeyRow> {
  const { data } = await ctx.db
    .from("api_keys")
    .select(API_KEY_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .is("deleted_at", null)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such key in this workspace.");
  return data;
}

export async function loadApiKey(ctx: ServiceContext, id: string): Promise<ApiKey> {
  const row = await loadApiKeyRow(ctx, id);
  const [key] = await withProvidersAndUsage(ctx, [row]);
  if (key === undefined) throw new AppError("not_found", "There is no such key in this workspace.");
  return key;
}

/** Joins what lives in tables of its own: allowed providers and the counters that traffic writes. */
export async function withProvidersAndUsage(ctx: ServiceContext, rows: readonly ApiKeyRow[]): Promise<ApiKey[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const inWorkspace = { workspace_id: ctx.workspaceId };
  const [usage, links, providers, secrets] = await Promise.all([
    ctx.db
      .from("api_key_usage")
      .select("api_key_id, last_used_at, requests_count")
      .match(inWorkspace)
      .in("api_key_id", ids)
      .throwOnError(),
    ctx.db
      .from("api_key_providers")
      .select("api_key_id, provider_id, weight, allowed_models, credential_ids")
      .match(inWorkspace)
      .in("api_key_id", ids)
      .throwOnError(),
    ctx.db.from("providers").select("id, name, slug").match(inWorkspace).throwOnError(),
    ctx.db
      .from("api_key_secrets")
      .select("api_key_id, valid_until")
      .match(inWorkspace)
      .in("api_key_id", ids)
      .order("valid_until", { ascending: false })
      .throwOnError(),
  ]);
  const nowMs = ctx.clock.nowMs();
  return rows.map((row) =>
    toApiKey({
      row,
      usage: usage.data.find((one) => one.api_key_id === row.id) ?? null,
      links: links.data.filter((link) => link.api_key_id === row.id),
      providers: providers.data,
      formerSecrets: secrets.data.filter((secret) => secret.api_key_id === row.id),
      nowMs,
    }),
  );
}
