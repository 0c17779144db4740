import { LATER_TABLE_ROWS } from "./later-table-rows";
import { ids, OWNER_MEMBER } from "./principals";
import { byId, hash, id, inWs, named, type TableRow, usage, ws } from "./row-sql";

const memberOf = (user: string) =>
  `(select m.id from public.workspace_members as m where m.workspace_id = '${ws}' and m.user_id = ${user})`;
const dims = "api_key_id, provider_id, project_id, model";
const nils = "private.nil(), private.nil(), private.nil(), ''";

/** In the order in which foreign keys allow inserting them. */
export const TABLE_ROWS: Readonly<Record<string, TableRow>> = {
  users: {
    row: "(id, email) values (public.uuid_v7(), 'x@example.test')",
    where: `id = '${ids.owner}'`,
    change: "full_name = 'x'",
    isGiven: true,
  },
  member_profiles: {
    row: `(user_id, email) values ('${ids.owner}', 'x')`,
    where: `user_id = '${ids.owner}'`,
    change: "full_name = 'x'",
    isGiven: true,
  },
  operators: {
    row: `(user_id) values ('${ids.owner}')`,
    added: `(user_id) values ('${ids.admin}')`,
    where: `user_id = '${ids.owner}'`,
    change: "user_id = user_id",
  },
  user_identities: {
    row: `(user_id, provider, provider_account_id) values ('${ids.owner}', 'github', '1')`,
    added: `(user_id, provider, provider_account_id) values ('${ids.owner}', 'github', '2')`,
    where: `user_id = '${ids.owner}'`,
    change: "provider = 'x'",
  },
  sessions: {
    row: `(user_id, refresh_token, expires_at) values ('${ids.owner}', 'h', now() + interval '1 day')`,
    added: `(user_id, refresh_token, expires_at) values ('${ids.owner}', 'i', now() + interval '1 day')`,
    where: `user_id = '${ids.owner}'`,
    change: "revoked_at = now()",
  },
  workspaces: {
    row: "(name, slug) values ('x', 'added')",
    where: `id = '${ws}'`,
    change: "description = 'x'",
    isGiven: true,
  },
  workspace_members: {
    row: inWs("user_id, role", `'${ids.bystander}', 'VIEWER'`),
    added: inWs("user_id, role", `'${ids.newcomer}', 'VIEWER'`),
    where: `workspace_id = '${ws}' and user_id = '${ids.bystander}'`,
    change: "notifications_enabled = false",
  },
  workspace_invitations: {
    row: inWs("id, email, role, token, expires_at", `${id(1)}, 'a@example.test', 'VIEWER', 't1', now()`),
    added: inWs("email, role, token, expires_at", "'b@example.test', 'VIEWER', 't2', now()"),
    where: byId(1),
    change: "revoked_at = now()",
  },
  customers: named(2),
  teams: named(3, ", customer_id", `, ${id(2)}`),
  team_members: {
    row: inWs("team_id, user_id", `${id(3)}, '${ids.viewer}'`),
    added: inWs("team_id, user_id", `${id(3)}, '${ids.admin}'`),
    where: `team_id = ${id(3)}`,
    change: "role = 'lead'",
  },
  projects: named(4, ", team_id", `, ${id(3)}`),
  end_users: {
    row: inWs("id, external_id", `${id(5)}, 'u1'`),
    added: inWs("external_id", "'u2'"),
    where: byId(5),
    change: "alias = 'x'",
  },
  tags: named(6),
  providers: {
    row: inWs("id, name, slug, base_url", `${id(7)}, 'P', 'p', 'https://example.test'`),
    added: inWs("name, slug, base_url", "'Q', 'q', 'https://example.test'"),
    where: byId(7),
    change: "description = 'x'",
  },
  provider_health: {
    row: inWs("provider_id", id(7)),
    added: inWs("provider_id", id(17)),
    where: `provider_id = ${id(7)}`,
    change: "is_healthy = true",
  },
  secrets: {
    row: inWs(
      "id, owner_table, owner_id, field, ciphertext, iv, tag, key_id",
      `${id(8)}, 'x', ${id(8)}, 'f', 'c', 'i', 't', 'k'`,
    ),
    added: inWs("owner_table, owner_id, field, ciphertext, iv, tag, key_id", `'x', ${id(9)}, 'f', 'c', 'i', 't', 'k'`),
    where: byId(8),
    change: "ciphertext = 'x'",
  },
  provider_credentials: named(9, ", provider_id, secret_id", `, ${id(7)}, ${id(8)}`),
  provider_endpoints: named(10, ", provider_id, path_pattern", `, ${id(7)}, '/x'`),
  model_tiers: named(11),
  models: named(12, ", tier_id, tier_workspace_id", `, ${id(11)}, '${ws}'`),
  api_keys: {
    row: inWs(
      "id, name, key_prefix, key_last4, key_hash, created_by",
      `${id(13)}, 'k', 'slc_live_', 'abcd', ${hash(1)}, '${ids.developer}'`,
    ),
    added: inWs("name, key_prefix, key_last4, key_hash", `'k', 'slc_live_', 'abcd', ${hash(2)}`),
    where: byId(13),
    change: "revoked_at = now()",
  },
  api_key_secrets: {
    row: inWs("id, api_key_id, key_hash, valid_until", `${id(14)}, ${id(13)}, ${hash(3)}, now()`),
    added: inWs("api_key_id, key_hash, valid_until", `${id(13)}, ${hash(4)}, now()`),
    where: byId(14),
    change: "valid_until = now()",
  },
  api_key_providers: {
    row: inWs("id, api_key_id, provider_id", `${id(15)}, ${id(13)}, ${id(7)}`),
    added: inWs("api_key_id, provider_id", `${id(13)}, ${id(17)}`),
    where: byId(15),
    change: "weight = 2",
  },
  api_key_usage: { row: inWs("api_key_id", id(13)), where: `api_key_id = ${id(13)}`, change: "requests_count = 9" },
  rate_limits: named(15, ", requests, window_ms, project_id", `, 10, 60000, ${id(4)}`),
  budgets: named(16, ", amount_cents, team_id", `, 1000, ${id(3)}`),
  idempotency_keys: {
    row: inWs("created_by, key, request_hash", `'${ids.owner}', 'a', 'h'`),
    added: inWs("created_by, key, request_hash", `'${ids.owner}', 'b', 'h'`),
    where: "key = 'a'",
    change: "state = 'done'",
  },
  management_keys: {
    row: inWs(
      "id, member_id, name, key_prefix, key_last4, key_hash, role",
      `${id(18)}, ${memberOf(`'${ids.developer}'`)}, 'k', 'slm_live_', 'abcd', ${hash(5)}, 'DEVELOPER'`,
    ),
    // An outsider, who has no membership to give, tries the owner's.
    added: inWs(
      "member_id, name, key_prefix, key_last4, key_hash, role",
      `coalesce(${memberOf("private.actor_id()")}, '${OWNER_MEMBER}'), 'k', 'slm_live_', 'abcd', ${hash(6)}, 'VIEWER'`,
    ),
    where: byId(18),
    change: "revoked_at = now()",
  },
  request_logs: usage("request_id, outcome, created_at", `${id(20)}, 'completed', now()`),
  request_details: usage("request_id, created_at", `${id(20)}, now()`),
  dead_records: usage("reason, record", "'x', '{}'"),
  entity_names: usage("entity_table, entity_id, name", `'teams', ${id(3)}, 'x'`),
  usage_hourly: usage(`hour, ${dims}`, `date_trunc('hour', now()), ${nils}`),
  usage_daily: usage(`day, ${dims}`, `current_date, ${nils}`),
  usage_minutely: usage(`minute, ${dims}`, `date_trunc('minute', now()), ${nils}`),
  usage_subject_hourly: usage("hour, kind, subject, model", "date_trunc('hour', now()), 'tag', 'x', ''"),
  usage_subject_daily: usage("day, kind, subject, model", "current_date, 'tag', 'x', ''"),
  usage_adjustments: usage("delta, reason, metric", "1, 'credit', 'cost_cents'"),
  audit_heads: { ...usage("seq", "0"), isGiven: true },
  audit_logs: {
    ...usage("seq, action, resource_type, resource_id, prev_hash, hash, created_at", "0, 'x', 'x', 'x', '', '', now()"),
    isGiven: true,
  },
  config_versions: { ...usage("part, n", "'key:x', 1"), isGiven: true },
  ...LATER_TABLE_ROWS,
};
