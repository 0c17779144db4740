import { ids } from "./principals";
import { byId, id, inWs, named, type TableRow, usage, ws } from "./row-sql";

/** Rows of the tables beyond keys, rules and evidence, in the order in which foreign keys allow inserting them. */
export const LATER_TABLE_ROWS: Readonly<Record<string, TableRow>> = {
  mfa_used_steps: {
    row: `(user_id, step) values ('${ids.owner}', 1)`,
    added: `(user_id, step) values ('${ids.owner}', 2)`,
    where: `user_id = '${ids.owner}'`,
    change: "step = 3",
  },
  workspace_domains: {
    row: inWs("id, domain", `${id(30)}, 'here.test'`),
    added: inWs("domain", "'there.test'"),
    where: byId(30),
    change: "config_hash = 'x'",
  },
  sso_connections: {
    row: inWs("id, issuer, client_id, secret_id", `${id(31)}, 'https://idp.test', 'c', ${id(8)}`),
    added: inWs("issuer, client_id", "'https://other.test', 'c'"),
    where: byId(31),
    change: "enforced = true",
  },
  credit_purchases: {
    row: inWs("id, kind, amount, remaining", `${id(32)}, 'money', 100, 100`),
    added: inWs("kind, amount, remaining", "'money', 100, 100"),
    where: byId(32),
    change: "remaining = 50",
  },
  credit_accounts: {
    row: inWs("id, kind", `${id(57)}, 'money'`),
    added: inWs("kind", "'requests'"),
    where: byId(57),
    change: "spent = 1",
  },
  budget_crossings: {
    row: inWs(
      "id, rule_id, budget_id, is_soft, subject, threshold, used_cents, limit_cents, period_start_date",
      `${id(58)}, ${id(16)}, ${id(16)}, false, '', 50, 1, 2, '2026-01-01Z'`,
    ),
    added: inWs(
      "rule_id, budget_id, is_soft, subject, threshold, used_cents, limit_cents, period_start_date",
      `${id(16)}, ${id(16)}, false, '', 80, 1, 2, '2026-01-01Z'`,
    ),
    where: byId(58),
    change: "subject = 'x'",
  },
  geo_regions: {
    ...named(33, ", code, countries", ", 'NORDIC', '{DK,SE}'"),
    added: inWs("name, code, countries", "'added', 'BENELUX', '{BE,NL}'"),
  },
  ip_rules: {
    row: inWs("id, cidr, action, project_id", `${id(34)}, '192.0.2.0/24', 'deny', ${id(4)}`),
    added: inWs("cidr, action", "'198.51.100.0/24', 'deny'"),
    where: byId(34),
    change: "note = 'x'",
  },
  geo_rules: {
    row: inWs("id, scope, code, action, project_id", `${id(35)}, 'country', 'DE', 'deny', ${id(4)}`),
    added: inWs("scope, code, action", "'region', 'EU', 'deny'"),
    where: byId(35),
    change: "note = 'x'",
  },
  model_rules: {
    row: inWs("id, pattern, action, project_id", `${id(36)}, 'gpt-*', 'deny', ${id(4)}`),
    added: inWs("pattern, action", "'claude-*', 'deny'"),
    where: byId(36),
    change: "note = 'x'",
  },
  model_aliases: {
    row: inWs("id, alias, target", `${id(37)}, 'fast', 'gpt-4o-mini'`),
    added: inWs("alias, target", "'slow', 'gpt-4o'"),
    where: byId(37),
    change: "target = 'x'",
  },
  price_versions: {
    row: inWs("id, model, effective_from, prices", `${id(38)}, 'gpt-4o', '2026-01-01Z', '{}'`),
    added: inWs("model, effective_from, prices", "'gpt-4o', '2026-02-01Z', '{}'"),
    where: byId(38),
    change: "source = 'x'",
  },
  pricing_overrides: {
    row: inWs(
      "id, name, scope_kind, virtual_key_id, provider_id, provider_key_id, pattern, patch",
      `${id(39)}, 'row', 'virtual_key_provider_key', ${id(13)}, ${id(7)}, ${id(9)}, 'gpt-4o', '{}'`,
    ),
    added: inWs("name, scope_kind, pattern, patch", "'added', 'global', 'gpt-4o', '{}'"),
    where: byId(39),
    change: "name = 'changed'",
  },
  routing_rules: named(40, ", scope, scope_id", `, 'team', ${id(3)}`),
  routing_targets: {
    row: inWs("id, rule_id, provider_id, credential_id", `${id(41)}, ${id(40)}, ${id(7)}, ${id(9)}`),
    added: inWs("rule_id", id(52)),
    where: byId(41),
    change: "model = 'x'",
  },
  notification_channels: named(42, ", type, secret_id", `, 'EMAIL', ${id(8)}`),
  alert_rules: named(43, ", condition_type", ", 'ERROR_RATE'"),
  alert_rule_channels: {
    row: inWs("rule_id, channel_id", `${id(43)}, ${id(42)}`),
    added: inWs("rule_id, channel_id", `${id(43)}, ${id(44)}`),
    where: `rule_id = ${id(43)}`,
  },
  alert_events: {
    row: inWs("id, rule_id, message", `${id(45)}, ${id(43)}, 'x'`),
    added: inWs("rule_id, message", `${id(43)}, 'y'`),
    where: byId(45),
    change: "resolution_note = 'x'",
  },
  alert_silences: {
    row: inWs("id, rule_id, ends_at", `${id(46)}, ${id(43)}, now() + interval '1 day'`),
    added: inWs("rule_id, ends_at", `${id(43)}, now() + interval '2 days'`),
    where: byId(46),
    change: "reason = 'x'",
  },
  webhooks: named(47, ", url, secret", `, 'https://example.test', ${id(8)}`),
  webhook_deliveries: {
    row: inWs("id, webhook_id, event_type, payload", `${id(48)}, ${id(47)}, 'REQUEST_COMPLETED', '{}'`),
    added: inWs("webhook_id, event_type, payload", `${id(47)}, 'REQUEST_FAILED', '{}'`),
    where: byId(48),
    change: "success = true",
  },
  outbox: {
    row: inWs("id, kind", `${id(49)}, 'x'`),
    added: inWs("kind", "'y'"),
    where: byId(49),
    change: "attempts = 1",
  },
  mail_messages: {
    row: inWs("id, recipient, subject, body_text", `${id(50)}, 'a@example.test', 's', 'b'`),
    added: inWs("recipient, subject, body_text", "'b@example.test', 's', 'b'"),
    where: byId(50),
    change: "sent_at = now()",
  },
  cron_jobs: {
    row: "(name) values ('row')",
    added: "(name) values ('added')",
    where: "name = 'row'",
    change: "holder = 'x'",
  },
  saved_views: {
    row: inWs("id, user_id, name, page, is_shared", `${id(51)}, '${ids.owner}', 'row', 'logs', true`),
    added: inWs("user_id, name, page", `'${ids.owner}', 'added', 'logs'`),
    where: byId(51),
    change: "name = 'changed'",
  },
  notification_preferences: {
    row: inWs("user_id, event", `'${ids.owner}', 'a'`),
    added: inWs("user_id, event", `'${ids.owner}', 'b'`),
    where: `workspace_id = '${ws}' and user_id = '${ids.owner}'`,
    change: "is_enabled = false",
  },
  event_reads: {
    row: inWs("user_id, event_id", `'${ids.owner}', ${id(45)}`),
    added: inWs("user_id, event_id", `'${ids.owner}', ${id(46)}`),
    where: `workspace_id = '${ws}' and user_id = '${ids.owner}'`,
  },
  budget_history: usage(
    "budget_id, period_start_date, period_end_date, budget_amount_cents, actual_spent_cents, request_count, error_count",
    `${id(16)}, '2026-01-01Z', '2026-02-01Z', 1, 1, 1, 0`,
  ),
  usage_latency_hourly: usage("hour, project_id", "date_trunc('hour', now()), private.nil()"),
  usage_latency_daily: usage("day, project_id", "current_date, private.nil()"),
  request_bodies: usage("request_id, created_at", `${id(20)}, now()`),
};
