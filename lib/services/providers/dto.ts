import { z } from "zod";
import type { ProviderCredential } from "@/lib/services/provider-credentials/schema";
import { AuthConfig, Dialect, type Provider, type ProviderHealth } from "./schema";

type Plain = Omit<
  Provider,
  "dialect" | "auth_config" | "custom_headers" | "health" | "credentials" | "credential_names"
>;
/** What is read of `providers`; JSON columns are not trusted to have the shape that this version writes. */
export type ProviderRow = Plain & { dialect: string; auth_config: unknown; custom_headers: unknown };

type Parts = {
  row: ProviderRow;
  health: { is_healthy: boolean | null; last_health_check_at: string | null; consecutive_failures: number } | null;
  credentials: ProviderCredential[];
  credentialNames: string[];
};

export function toProvider({ row, health, credentials, credentialNames }: Parts): Provider {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    description: row.description,
    base_url: row.base_url,
    logo_url: row.logo_url,
    color: row.color,
    dialect: Dialect.catch("http").parse(row.dialect),
    auth_method: row.auth_method,
    auth_config: StoredAuthConfig.parse(row.auth_config),
    timeout_ms: row.timeout_ms,
    max_retries: row.max_retries,
    retry_delay_ms: row.retry_delay_ms,
    custom_headers: StoredHeaders.parse(row.custom_headers),
    forward_headers: row.forward_headers,
    strip_headers: row.strip_headers,
    is_active: row.is_active,
    created_at: row.created_at,
    updated_at: row.updated_at,
    health: toHealth(health),
    credential_names: credentialNames,
    credentials,
  };
}

/** Only the fields that name a place: whatever else a row may hold stays inside. */
const StoredAuthConfig = z.object(AuthConfig.shape).catch({});
const StoredHeaders = z.record(z.string(), z.string()).catch({});

function toHealth(health: Parts["health"]): ProviderHealth | null {
  if (health === null || health.is_healthy === null) return null;
  return {
    is_healthy: health.is_healthy,
    last_health_check_at: health.last_health_check_at,
    consecutive_failures: health.consecutive_failures,
  };
}
