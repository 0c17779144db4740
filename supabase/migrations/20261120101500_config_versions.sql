-- A gateway keeps parts of the configuration in memory and compares their versions at every admission. These triggers
-- note a part as changed when a column that its snapshot holds changes, and only then: counters live elsewhere, and a
-- new description invalidates nothing.

-- Arguments: the part's owner (workspace, or the column that holds the key's id), then the columns that count.
create function private.touch_config() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  subject jsonb;
  tenant uuid;
  part text;
begin
  if tg_op = 'UPDATE' and not exists (
    select 1 from unnest(tg_argv[1:]) as c (name) where before -> c.name is distinct from after -> c.name
  ) then
    return null;
  end if;
  subject := coalesce(after, before);
  tenant := subject ->> case when tg_table_name = 'workspaces' then 'id' else 'workspace_id' end;
  part := case when tg_argv[0] = 'workspace' then 'workspace' else 'key:' || (subject ->> tg_argv[0]) end;
  insert into private.config_touches (workspace_id, part) values (tenant, part) on conflict do nothing;
  return null;
end
$$;
revoke all on function private.touch_config() from public, anon, authenticated, service_role;

create trigger touch_config after insert or delete or update of
    slug, panic_mode, deleted_at, is_demo, output_reserve_tokens, on_ledger_outage
  on public.workspaces for each row execute function private.touch_config(
    'workspace', 'slug', 'panic_mode', 'deleted_at', 'is_demo', 'output_reserve_tokens', 'on_ledger_outage'
  );
create trigger touch_config after insert or delete or update of
    panic_mode, deleted_at
  on public.projects for each row execute function private.touch_config(
    'workspace', 'panic_mode', 'deleted_at'
  );
create trigger touch_config after insert or delete or update of
    slug, name, base_url, dialect, auth_method, auth_config, timeout_ms, max_retries, retry_delay_ms,
    custom_headers, forward_headers, strip_headers, is_active, deleted_at
  on public.providers for each row execute function private.touch_config(
    'workspace', 'slug', 'name', 'base_url', 'dialect', 'auth_method', 'auth_config', 'timeout_ms', 'max_retries',
    'retry_delay_ms', 'custom_headers', 'forward_headers', 'strip_headers', 'is_active', 'deleted_at'
  );
create trigger touch_config after insert or delete or update of
    provider_id, project_id, name, secret_id, config, models, weight, enabled
  on public.provider_credentials for each row execute function private.touch_config(
    'workspace', 'provider_id', 'project_id', 'name', 'secret_id', 'config', 'models', 'weight', 'enabled'
  );
create trigger touch_config after insert or delete or update of
    ciphertext, iv, tag, key_id, aad_version
  on public.secrets for each row execute function private.touch_config(
    'workspace', 'ciphertext', 'iv', 'tag', 'key_id', 'aad_version'
  );
create trigger touch_config after insert or delete or update of
    name, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, endpoint_id,
    credential_id, model_pattern, model_tier_id, per, path_pattern, method, metric, requests, window_ms, duration,
    calendar_aligned, timezone, strategy, bucket_size, refill_rate, max_wait_ms, priority, enforcement, is_active
  on public.rate_limits for each row execute function private.touch_config(
    'workspace', 'name', 'customer_id', 'team_id', 'project_id', 'api_key_id', 'member_id', 'end_user_id', 'tag',
    'provider_id', 'endpoint_id', 'credential_id', 'model_pattern', 'model_tier_id', 'per', 'path_pattern',
    'method', 'metric', 'requests', 'window_ms', 'duration', 'calendar_aligned', 'timezone', 'strategy',
    'bucket_size', 'refill_rate', 'max_wait_ms', 'priority', 'enforcement', 'is_active'
  );
create trigger touch_config after insert or delete or update of
    name, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, endpoint_id,
    credential_id, model_pattern, model_tier_id, per, amount_cents, soft_amount_cents, override_amount_cents,
    override_until, period, duration, calendar_aligned, timezone, reset_anchor, is_hard_limit, alert_thresholds,
    is_active
  on public.budgets for each row execute function private.touch_config(
    'workspace', 'name', 'customer_id', 'team_id', 'project_id', 'api_key_id', 'member_id', 'end_user_id', 'tag',
    'provider_id', 'endpoint_id', 'credential_id', 'model_pattern', 'model_tier_id', 'per', 'amount_cents',
    'soft_amount_cents', 'override_amount_cents', 'override_until', 'period', 'duration', 'calendar_aligned',
    'timezone', 'reset_anchor', 'is_hard_limit', 'alert_thresholds', 'is_active'
  );
create trigger touch_config after insert or delete or update of
    name, project_id, team_id, customer_id, member_id, key_hash, is_active, expires_at, revoked_at, deleted_at,
    scopes, all_providers, allowed_provider_ids, allowed_models, allowed_ips, tags, unpriced_policy,
    rate_limit_requests, rate_limit_window_ms
  on public.api_keys for each row execute function private.touch_config(
    'id', 'name', 'project_id', 'team_id', 'customer_id', 'member_id', 'key_hash', 'is_active', 'expires_at',
    'revoked_at', 'deleted_at', 'scopes', 'all_providers', 'allowed_provider_ids', 'allowed_models',
    'allowed_ips', 'tags', 'unpriced_policy', 'rate_limit_requests', 'rate_limit_window_ms'
  );
create trigger touch_config after insert or delete or update of
    provider_id, weight, allowed_models, credential_ids
  on public.api_key_providers for each row execute function private.touch_config(
    'api_key_id', 'provider_id', 'weight', 'allowed_models', 'credential_ids'
  );
create trigger touch_config after insert or delete or update of
    key_hash, valid_until
  on public.api_key_secrets for each row execute function private.touch_config(
    'api_key_id', 'key_hash', 'valid_until'
  );
