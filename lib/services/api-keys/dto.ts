import { z } from "zod";
import { storedNumber, storedNumberOrNull } from "@/lib/services/stored-number";
import { type ApiKey, type ApiKeyStatus, UnpricedPolicy } from "./schema";

/** What is read of `api_keys`. */
export type ApiKeyRow = Omit<
  ApiKey,
  "status" | "last_used_at" | "requests_count" | "providers" | "former_secrets" | "allowed_ips" | "unpriced_policy"
> & { allowed_ips: unknown; unpriced_policy: string };

/** The generated types leave `cidr[]` open; it arrives as texts. */
const Texts = z.array(z.string());

type Parts = {
  row: ApiKeyRow;
  usage: { last_used_at: string | null; requests_count: number } | null;
  links: readonly {
    provider_id: string;
    weight: number | null;
    allowed_models: string[];
    credential_ids: string[];
  }[];
  providers: readonly { id: string; name: string; slug: string }[];
  formerSecrets: readonly { valid_until: string }[];
  nowMs: number;
};

export function toApiKey({ row, usage, links, providers, formerSecrets, nowMs }: Parts): ApiKey {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    key_prefix: row.key_prefix,
    key_last4: row.key_last4,
    project_id: row.project_id,
    created_by: row.created_by,
    status: statusOf(row, nowMs),
    is_active: row.is_active,
    expires_at: row.expires_at,
    revoked_at: row.revoked_at,
    revoked_reason: row.revoked_reason,
    created_at: row.created_at,
    last_used_at: usage?.last_used_at ?? null,
    requests_count: storedNumber(usage?.requests_count ?? 0),
    all_providers: row.all_providers,
    allowed_models: row.allowed_models,
    scopes: row.scopes,
    allowed_ips: Texts.parse(row.allowed_ips),
    tags: row.tags,
    unpriced_policy: UnpricedPolicy.parse(row.unpriced_policy),
    rate_limit_requests: storedNumberOrNull(row.rate_limit_requests),
    rate_limit_window_ms: storedNumberOrNull(row.rate_limit_window_ms),
    rotation_count: row.rotation_count,
    former_secrets: formerSecrets
      .map(({ valid_until }) => ({ valid_until: earlier(valid_until, row.expires_at) }))
      .filter(({ valid_until }) => Date.parse(valid_until) > nowMs),
    providers: links.map((link) => {
      const provider = providers.find((one) => one.id === link.provider_id);
      return {
        provider_id: link.provider_id,
        name: provider?.name ?? "",
        slug: provider?.slug ?? "",
        weight: storedNumberOrNull(link.weight),
        allowed_models: link.allowed_models,
        credential_ids: link.credential_ids,
      };
    }),
  };
}

/** A key's own expiry ends its former secrets too. */
function earlier(one: string, other: string | null): string {
  return other !== null && Date.parse(other) < Date.parse(one) ? other : one;
}

function statusOf(row: ApiKeyRow, nowMs: number): ApiKeyStatus {
  if (row.revoked_at !== null) return "revoked";
  if (row.expires_at !== null && Date.parse(row.expires_at) <= nowMs) return "expired";
  return row.is_active ? "active" : "disabled";
}
