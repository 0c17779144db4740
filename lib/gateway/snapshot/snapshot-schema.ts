import { z } from "zod";

const uuid = z.string();
const timestamp = z.string().nullable();
/** Rules come without the columns that are null. */
const optional = <Value extends z.ZodType>(value: Value) => value.nullable().default(null);

const ProviderSchema = z.object({
  id: uuid,
  slug: z.string(),
  name: z.string(),
  base_url: z.string(),
  dialect: z.string(),
  auth_method: z.string(),
  auth_config: z.record(z.string(), z.unknown()),
  timeout_ms: z.number(),
  max_retries: z.number(),
  retry_delay_ms: z.number(),
  custom_headers: z.record(z.string(), z.string()),
  forward_headers: z.array(z.string()),
  strip_headers: z.array(z.string()),
  is_active: z.boolean(),
});

const CredentialSchema = z.object({
  id: uuid,
  provider_id: uuid,
  project_id: uuid.nullable(),
  name: z.string(),
  models: z.array(z.string()),
  weight: z.number(),
  enabled: z.boolean(),
  secret: z
    .object({
      ciphertext: z.string(),
      iv: z.string(),
      tag: z.string(),
      key_id: z.string(),
      aad_version: z.number(),
      owner_table: z.string(),
      owner_id: uuid,
      field: z.string(),
    })
    .nullable(),
});

const EndpointSchema = z.object({
  id: uuid,
  provider_id: uuid,
  name: z.string(),
  path_pattern: z.string(),
  method: z.string().nullable(),
  rate_limit_requests: z.number().nullable(),
  rate_limit_window_ms: z.number().nullable(),
  timeout_ms: z.number().nullable(),
});

const SubjectsSchema = z.object({
  customer_id: optional(uuid),
  team_id: optional(uuid),
  project_id: optional(uuid),
  api_key_id: optional(uuid),
  member_id: optional(uuid),
  end_user_id: optional(z.string()),
  tag: optional(z.string()),
  provider_id: optional(uuid),
  endpoint_id: optional(uuid),
  credential_id: optional(uuid),
  model_pattern: optional(z.string()),
  model_tier_id: optional(uuid),
});

const RateLimitSchema = SubjectsSchema.extend({
  id: uuid,
  workspace_id: uuid,
  name: z.string(),
  scope: z.string(),
  per: z.array(z.string()),
  path_pattern: optional(z.string()),
  method: optional(z.string()),
  metric: z.enum(["requests", "input_tokens", "output_tokens", "total_tokens", "concurrency"]),
  /** The limit's value. */
  requests: z.number(),
  window_ms: optional(z.number()),
  duration: optional(z.string()),
  calendar_aligned: z.boolean(),
  timezone: z.string(),
  strategy: z.enum(["FIXED_WINDOW", "SLIDING_WINDOW", "TOKEN_BUCKET", "LEAKY_BUCKET"]),
  bucket_size: optional(z.number()),
  refill_rate: optional(z.number()),
  max_wait_ms: optional(z.number()),
  priority: z.number(),
  enforcement: z.enum(["enforce", "shadow"]),
});

const BudgetSchema = SubjectsSchema.extend({
  id: uuid,
  workspace_id: uuid,
  name: z.string(),
  scope: z.string(),
  per: z.array(z.string()),
  /** Decimal text, seven fractional digits: one unit of the last digit is one nano-dollar. */
  amount_cents: z.string(),
  soft_amount_cents: optional(z.string()),
  override_amount_cents: optional(z.string()),
  override_until: optional(z.string()),
  period: z.enum(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "QUARTERLY", "ROLLING"]),
  duration: optional(z.string()),
  calendar_aligned: z.boolean(),
  timezone: z.string(),
  reset_anchor: optional(z.string()),
  is_hard_limit: z.boolean(),
  alert_thresholds: z.array(z.number()),
});

const CreditSchema = z.object({
  id: uuid,
  kind: z.enum(["money", "requests"]),
  /** Decimal text: US cents with seven fractional digits, or requests. */
  allocated: z.string(),
  purchases: z.array(z.object({ remaining: z.string(), expires_at: timestamp })),
});

const AccessRuleSchema = z.object({ id: uuid, project_id: uuid.nullable(), action: z.enum(["allow", "deny"]) });

/** Who may call from where, and what may be asked for. */
const AccessPartSchema = z.object({
  ip_rules: z.array(AccessRuleSchema.extend({ cidr: z.string() })),
  geo_rules: z.array(AccessRuleSchema.extend({ scope: z.enum(["country", "region"]), code: z.string() })),
  /** Those that a rule names. */
  geo_regions: z.array(z.object({ code: z.string(), countries: z.array(z.string()) })),
  model_rules: z.array(AccessRuleSchema.extend({ pattern: z.string() })),
  blocked_teams: z.array(uuid),
  /** Whether any end user was ever given a rule of their own or blocked: such facts are loaded with the end user. */
  end_users_have_rules: z.boolean(),
});

/** The workspace part: shared by all keys of the workspace, cached once. */
const WorkspacePartSchema = z
  .object({
    id: uuid,
    slug: z.string(),
    panic_mode: z.boolean(),
    deleted: z.boolean(),
    is_demo: z.boolean(),
    output_reserve_tokens: z.number(),
    on_ledger_outage: z.enum(["closed", "open"]),
    plan: z.string(),
    plan_limits: z.record(z.string(), z.unknown()),
    credits: z.array(CreditSchema),
    providers: z.array(ProviderSchema),
    /** Active ones. */
    endpoints: z.array(EndpointSchema),
    credentials: z.array(CredentialSchema),
    /** The models of tiers that a rule names, with those of the same name. A null provider: whichever serves that name. */
    models: z.array(z.object({ name: z.string(), provider_id: uuid.nullable(), tier_id: uuid.nullable() })),
    /** Active rules of the workspace and of the reserved shared one, but for those of one key or one end user. */
    rate_limits: z.array(RateLimitSchema),
    budgets: z.array(BudgetSchema),
    /** Those that are frozen or deleted. */
    projects: z.array(z.object({ id: uuid, panic_mode: z.boolean(), deleted: z.boolean() })),
  })
  .extend(AccessPartSchema.shape);

const KeyPartSchema = z.object({
  id: uuid,
  workspace_id: uuid,
  name: z.string(),
  project_id: uuid.nullable(),
  team_id: uuid.nullable(),
  customer_id: uuid.nullable(),
  member_id: uuid.nullable(),
  is_active: z.boolean(),
  expires_at: timestamp,
  revoked_at: timestamp,
  deleted_at: timestamp,
  scopes: z.array(z.string()),
  all_providers: z.boolean(),
  providers: z.array(
    z.object({
      provider_id: uuid,
      weight: z.number().nullable(),
      allowed_models: z.array(z.string()),
      credential_ids: z.array(uuid),
    }),
  ),
  allowed_models: z.array(z.string()),
  allowed_ips: z.array(z.string()),
  tags: z.array(z.string()),
  unpriced_policy: z.enum(["block", "allow_and_alarm", "floor_price"]),
  rate_limit_requests: z.number().nullable(),
  rate_limit_window_ms: z.number().nullable(),
  /** Active rules of this key alone. */
  rate_limits: z.array(RateLimitSchema),
  budgets: z.array(BudgetSchema),
});

/** What `gateway_snapshot` answers for a known key. Version numbers are compared by the ledger at every admission. */
export const KeySnapshot = z.object({
  versions: z.object({ global: z.number(), workspace: z.number(), key: z.number() }),
  workspace: WorkspacePartSchema,
  key: KeyPartSchema,
});
export type KeySnapshot = z.infer<typeof KeySnapshot>;

/** The same where the asker may have the workspace part already: null says that its versions are still the newest. */
export const LoadedSnapshot = KeySnapshot.extend({ workspace: WorkspacePartSchema.nullable() });
export type LoadedSnapshot = z.infer<typeof LoadedSnapshot>;

/** What `gateway_end_user` answers: all that stands against one end user. */
export const EndUserFacts = z.object({
  version: z.number(),
  blocked: z.boolean(),
  rate_limits: z.array(RateLimitSchema),
  budgets: z.array(BudgetSchema),
});
export type EndUserFacts = z.infer<typeof EndUserFacts>;

export type SnapshotProvider = z.infer<typeof ProviderSchema>;
export type SnapshotCredential = z.infer<typeof CredentialSchema>;
export const RebuildRateLimit = RateLimitSchema;
export const RebuildBudget = BudgetSchema;
export type SnapshotRateLimit = z.infer<typeof RateLimitSchema>;
export type SnapshotBudget = z.infer<typeof BudgetSchema>;
export type SnapshotKey = z.infer<typeof KeyPartSchema>;
export type SnapshotEndpoint = z.infer<typeof EndpointSchema>;
export type SnapshotCredit = z.infer<typeof CreditSchema>;
export type SnapshotModel = KeySnapshot["workspace"]["models"][number];
export type SnapshotAccess = z.infer<typeof AccessPartSchema>;
