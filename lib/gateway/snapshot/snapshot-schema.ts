import { z } from "zod";

const uuid = z.string();
const timestamp = z.string().nullable();

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

const SubjectsSchema = z.object({
  customer_id: uuid.nullable(),
  team_id: uuid.nullable(),
  project_id: uuid.nullable(),
  api_key_id: uuid.nullable(),
  member_id: uuid.nullable(),
  end_user_id: z.string().nullable(),
  tag: z.string().nullable(),
  provider_id: uuid.nullable(),
  endpoint_id: uuid.nullable(),
  credential_id: uuid.nullable(),
  model_pattern: z.string().nullable(),
  model_tier_id: uuid.nullable(),
});

const RateLimitSchema = SubjectsSchema.extend({
  id: uuid,
  workspace_id: uuid,
  name: z.string(),
  scope: z.string(),
  per: z.array(z.string()),
  path_pattern: z.string().nullable(),
  method: z.string().nullable(),
  metric: z.enum(["requests", "input_tokens", "output_tokens", "total_tokens", "concurrency"]),
  /** The limit's value. */
  requests: z.number(),
  window_ms: z.number().nullable(),
  duration: z.string().nullable(),
  calendar_aligned: z.boolean(),
  timezone: z.string(),
  strategy: z.enum(["FIXED_WINDOW", "SLIDING_WINDOW", "TOKEN_BUCKET", "LEAKY_BUCKET"]),
  bucket_size: z.number().nullable(),
  refill_rate: z.number().nullable(),
  max_wait_ms: z.number().nullable(),
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
  soft_amount_cents: z.string().nullable(),
  override_amount_cents: z.string().nullable(),
  override_until: timestamp,
  period: z.enum(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "QUARTERLY", "ROLLING"]),
  duration: z.string().nullable(),
  calendar_aligned: z.boolean(),
  timezone: z.string(),
  reset_anchor: timestamp,
  is_hard_limit: z.boolean(),
  alert_thresholds: z.array(z.number()),
});

/** The workspace part: shared by all keys of the workspace, cached once. */
const WorkspacePartSchema = z.object({
  id: uuid,
  slug: z.string(),
  panic_mode: z.boolean(),
  deleted: z.boolean(),
  is_demo: z.boolean(),
  output_reserve_tokens: z.number(),
  on_ledger_outage: z.enum(["closed", "open"]),
  providers: z.array(ProviderSchema),
  credentials: z.array(CredentialSchema),
  /** Active rules of the workspace and of the reserved shared one. */
  rate_limits: z.array(RateLimitSchema),
  budgets: z.array(BudgetSchema),
  projects: z.array(z.object({ id: uuid, panic_mode: z.boolean(), deleted: z.boolean() })),
});

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
});

/** What `gateway_snapshot` answers for a known key. Version numbers are compared by the ledger at every admission. */
export const KeySnapshot = z.object({
  versions: z.object({ global: z.number(), workspace: z.number(), key: z.number() }),
  workspace: WorkspacePartSchema,
  key: KeyPartSchema,
});
export type KeySnapshot = z.infer<typeof KeySnapshot>;
export type SnapshotProvider = z.infer<typeof ProviderSchema>;
export type SnapshotCredential = z.infer<typeof CredentialSchema>;
export type SnapshotRateLimit = z.infer<typeof RateLimitSchema>;
export type SnapshotBudget = z.infer<typeof BudgetSchema>;
export type SnapshotKey = z.infer<typeof KeyPartSchema>;
