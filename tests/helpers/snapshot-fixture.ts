import type {
  EndUserFacts,
  KeySnapshot,
  SnapshotBudget,
  SnapshotRateLimit,
} from "@/lib/gateway/snapshot/snapshot-schema";

export const WORKSPACE_ID = "01930000-0000-7000-8000-000000000001";
export const KEY_ID = "01930000-0000-7000-8000-000000000002";
export const OPENAI_ID = "01930000-0000-7000-8000-000000000003";
export const ANTHROPIC_ID = "01930000-0000-7000-8000-000000000004";
export const HTTP_ID = "01930000-0000-7000-8000-000000000005";

export const NO_END_USER_FACTS: EndUserFacts = { version: 0, blocked: false, rate_limits: [], budgets: [] };

type Provider = KeySnapshot["workspace"]["providers"][number];
type Credential = KeySnapshot["workspace"]["credentials"][number];

export function provider(facts: Partial<Provider>): Provider {
  return {
    id: OPENAI_ID,
    slug: "demo",
    name: "Demo",
    base_url: "https://api.openai.com/v1",
    dialect: "openai",
    auth_method: "HEADER",
    auth_config: {},
    timeout_ms: 30_000,
    max_retries: 2,
    retry_delay_ms: 500,
    custom_headers: {},
    forward_headers: [],
    strip_headers: [],
    is_active: true,
    ...facts,
  };
}

/** The fake secret box opens a credential to `secret-of-<name>`. */
export function credential(name: string, facts: Partial<Credential> = {}): Credential {
  const id = `01930000-0000-7000-8000-${name.padStart(12, "0").replaceAll(/[^0-9a-f]/g, "a")}`;
  return {
    id,
    provider_id: OPENAI_ID,
    project_id: null,
    name,
    models: [],
    weight: 1,
    enabled: true,
    secret: {
      ciphertext: name,
      iv: "",
      tag: "",
      key_id: "k1",
      aad_version: 1,
      owner_table: "provider_credentials",
      owner_id: id,
      field: "api_key",
    },
    ...facts,
  };
}

const NO_SUBJECTS = {
  customer_id: null,
  team_id: null,
  project_id: null,
  api_key_id: null,
  member_id: null,
  end_user_id: null,
  tag: null,
  provider_id: null,
  endpoint_id: null,
  credential_id: null,
  model_pattern: null,
  model_tier_id: null,
};

export function rateLimit(facts: Partial<SnapshotRateLimit>): SnapshotRateLimit {
  return {
    ...NO_SUBJECTS,
    id: "01930000-0000-7000-8000-0000000000a1",
    workspace_id: WORKSPACE_ID,
    name: "per minute",
    scope: "TENANT",
    per: [],
    path_pattern: null,
    method: null,
    metric: "requests",
    requests: 10,
    window_ms: 60_000,
    duration: null,
    calendar_aligned: false,
    timezone: "UTC",
    strategy: "FIXED_WINDOW",
    bucket_size: null,
    refill_rate: null,
    max_wait_ms: null,
    priority: 100,
    enforcement: "enforce",
    ...facts,
  };
}

export function budget(facts: Partial<SnapshotBudget>): SnapshotBudget {
  return {
    ...NO_SUBJECTS,
    id: "01930000-0000-7000-8000-0000000000b1",
    workspace_id: WORKSPACE_ID,
    name: "monthly",
    scope: "TENANT",
    per: [],
    amount_cents: "1000.0000000",
    soft_amount_cents: null,
    override_amount_cents: null,
    override_until: null,
    period: "MONTHLY",
    duration: null,
    calendar_aligned: true,
    timezone: "UTC",
    reset_anchor: null,
    is_hard_limit: true,
    alert_thresholds: [50, 80, 100],
    ...facts,
  };
}

export function snapshot(
  facts: {
    versions?: Partial<KeySnapshot["versions"]>;
    workspace?: Partial<KeySnapshot["workspace"]>;
    key?: Partial<KeySnapshot["key"]>;
  } = {},
): KeySnapshot {
  return {
    versions: { global: 1, workspace: 1, key: 1, ...facts.versions },
    workspace: {
      id: WORKSPACE_ID,
      slug: "acme",
      panic_mode: false,
      deleted: false,
      is_demo: false,
      output_reserve_tokens: 4_096,
      on_ledger_outage: "closed",
      plan: "business",
      plan_limits: {},
      credits: [],
      providers: [
        provider({}),
        provider({ id: ANTHROPIC_ID, slug: "claude", base_url: "https://api.anthropic.com", dialect: "anthropic" }),
        provider({
          id: HTTP_ID,
          slug: "things",
          base_url: "https://things.example/api",
          dialect: "http",
          auth_method: "BEARER",
        }),
      ],
      credentials: [
        credential("one"),
        credential("two", { provider_id: ANTHROPIC_ID }),
        credential("three", { provider_id: HTTP_ID }),
      ],
      endpoints: [],
      models: [],
      rate_limits: [],
      budgets: [],
      projects: [],
      ip_rules: [],
      geo_rules: [],
      geo_regions: [],
      model_rules: [],
      blocked_teams: [],
      end_users_have_rules: false,
      ...facts.workspace,
    },
    key: {
      id: KEY_ID,
      workspace_id: WORKSPACE_ID,
      name: "app",
      project_id: null,
      team_id: null,
      customer_id: null,
      member_id: null,
      is_active: true,
      expires_at: null,
      revoked_at: null,
      deleted_at: null,
      scopes: [],
      all_providers: true,
      providers: [],
      allowed_models: [],
      allowed_ips: [],
      tags: [],
      unpriced_policy: "block",
      rate_limit_requests: null,
      rate_limit_window_ms: null,
      rate_limits: [],
      budgets: [],
      ...facts.key,
    },
  };
}
