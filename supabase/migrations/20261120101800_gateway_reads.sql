-- What a gateway may read, as functions, so that its role needs no table. Each is one statement: the versions and the rows
-- they describe come from one snapshot of the database.

create function private.subject_columns(p_row jsonb) returns jsonb
  language sql immutable parallel safe set search_path = ''
  return jsonb_build_object(
    'customer_id', p_row -> 'customer_id', 'team_id', p_row -> 'team_id', 'project_id', p_row -> 'project_id',
    'api_key_id', p_row -> 'api_key_id', 'member_id', p_row -> 'member_id', 'end_user_id', p_row -> 'end_user_id',
    'tag', p_row -> 'tag', 'provider_id', p_row -> 'provider_id', 'endpoint_id', p_row -> 'endpoint_id',
    'credential_id', p_row -> 'credential_id', 'model_pattern', p_row -> 'model_pattern',
    'model_tier_id', p_row -> 'model_tier_id', 'per', p_row -> 'per', 'id', p_row -> 'id',
    'workspace_id', p_row -> 'workspace_id', 'name', p_row -> 'name', 'scope', p_row -> 'scope'
  );

create function private.snapshot_workspace(p_workspace uuid) returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', w.id, 'slug', w.slug, 'panic_mode', w.panic_mode, 'deleted', w.deleted_at is not null, 'is_demo', w.is_demo,
    'output_reserve_tokens', w.output_reserve_tokens, 'on_ledger_outage', w.on_ledger_outage,
    'providers', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'slug', p.slug, 'name', p.name, 'base_url', p.base_url, 'dialect', p.dialect,
        'auth_method', p.auth_method, 'auth_config', p.auth_config, 'timeout_ms', p.timeout_ms,
        'max_retries', p.max_retries, 'retry_delay_ms', p.retry_delay_ms, 'custom_headers', p.custom_headers,
        'forward_headers', p.forward_headers, 'strip_headers', p.strip_headers, 'is_active', p.is_active
      ) order by p.id), '[]')
      from public.providers as p
      where p.workspace_id = w.id and p.deleted_at is null
    ),
    'credentials', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', c.id, 'provider_id', c.provider_id, 'project_id', c.project_id, 'name', c.name, 'models', c.models,
        'weight', c.weight, 'enabled', c.enabled,
        'secret', case when s.id is not null then jsonb_build_object(
          'ciphertext', s.ciphertext, 'iv', s.iv, 'tag', s.tag, 'key_id', s.key_id, 'aad_version', s.aad_version,
          'owner_table', s.owner_table, 'owner_id', s.owner_id, 'field', s.field
        ) end
      ) order by c.id), '[]')
      from public.provider_credentials as c
      join public.providers as p on p.workspace_id = c.workspace_id and p.id = c.provider_id and p.deleted_at is null
      left join public.secrets as s on s.workspace_id = c.workspace_id and s.id = c.secret_id
      where c.workspace_id = w.id
    ),
    'rate_limits', (
      select coalesce(jsonb_agg(private.subject_columns(to_jsonb(r)) || jsonb_build_object(
        'path_pattern', r.path_pattern, 'method', r.method, 'metric', r.metric, 'requests', r.requests,
        'window_ms', r.window_ms, 'duration', r.duration, 'calendar_aligned', r.calendar_aligned,
        'timezone', r.timezone, 'strategy', r.strategy, 'bucket_size', r.bucket_size, 'refill_rate', r.refill_rate,
        'max_wait_ms', r.max_wait_ms, 'priority', r.priority, 'enforcement', r.enforcement
      ) order by r.priority, r.id), '[]')
      from public.rate_limits as r
      where r.workspace_id in (w.id, private.nil()) and r.is_active
    ),
    'budgets', (
      select coalesce(jsonb_agg(private.subject_columns(to_jsonb(b)) || jsonb_build_object(
        'amount_cents', b.amount_cents::text, 'soft_amount_cents', b.soft_amount_cents::text,
        'override_amount_cents', b.override_amount_cents::text, 'override_until', b.override_until,
        'period', b.period, 'duration', b.duration, 'calendar_aligned', b.calendar_aligned, 'timezone', b.timezone,
        'reset_anchor', b.reset_anchor, 'is_hard_limit', b.is_hard_limit, 'alert_thresholds', b.alert_thresholds
      ) order by b.id), '[]')
      from public.budgets as b
      where b.workspace_id in (w.id, private.nil()) and b.is_active
    ),
    'projects', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'panic_mode', p.panic_mode, 'deleted', p.deleted_at is not null
      ) order by p.id), '[]')
      from public.projects as p
      where p.workspace_id = w.id
    )
  )
  from public.workspaces as w
  where w.id = p_workspace
$$;
comment on function private.snapshot_workspace(uuid) is 'The workspace part of a snapshot: shared by all keys of the workspace.';

-- A former secret works until its grace ends, never past the key's own expiry: the snapshot says the earlier of the two.
create function private.snapshot_key(p_key public.api_keys, p_valid_until timestamptz) returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_key.id, 'workspace_id', p_key.workspace_id, 'name', p_key.name, 'project_id', p_key.project_id,
    'team_id', p_key.team_id, 'customer_id', p_key.customer_id, 'member_id', p_key.member_id,
    'is_active', p_key.is_active, 'expires_at', least(p_key.expires_at, p_valid_until),
    'revoked_at', p_key.revoked_at, 'deleted_at', p_key.deleted_at, 'scopes', p_key.scopes,
    'all_providers', p_key.all_providers,
    'providers', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'provider_id', a.provider_id, 'weight', a.weight, 'allowed_models', a.allowed_models,
        'credential_ids', a.credential_ids
      ) order by a.provider_id), '[]')
      from public.api_key_providers as a
      where a.workspace_id = p_key.workspace_id and a.api_key_id = p_key.id
    ),
    'allowed_models', p_key.allowed_models, 'allowed_ips', p_key.allowed_ips, 'tags', p_key.tags,
    'unpriced_policy', p_key.unpriced_policy, 'rate_limit_requests', p_key.rate_limit_requests,
    'rate_limit_window_ms', p_key.rate_limit_window_ms
  )
$$;

create function private.version_of(p_workspace uuid, p_part text) returns bigint
  language sql stable set search_path = ''
as $$
  select coalesce((select n from public.config_versions where workspace_id = p_workspace and part = p_part), 0)
$$;

create function public.gateway_snapshot(p_key_hash text) returns jsonb
  language sql stable security definer set search_path = '' set timezone = 'UTC'
as $$
  with found as (
    select k as key_row, null::timestamptz as valid_until from public.api_keys as k where k.key_hash = p_key_hash
    union all
    select k, s.valid_until
    from public.api_key_secrets as s
    join public.api_keys as k on k.workspace_id = s.workspace_id and k.id = s.api_key_id
    where s.key_hash = p_key_hash and s.valid_until > now()
    limit 1
  )
  select jsonb_build_object(
    'versions', jsonb_build_object(
      'global', private.version_of(private.nil(), 'workspace'),
      'workspace', private.version_of((f.key_row).workspace_id, 'workspace'),
      'key', private.version_of((f.key_row).workspace_id, 'key:' || (f.key_row).id)
    ),
    'workspace', private.snapshot_workspace((f.key_row).workspace_id),
    'key', private.snapshot_key(f.key_row, f.valid_until)
  )
  from found as f
$$;
comment on function public.gateway_snapshot(text) is 'All that a gateway needs to judge a key, by the hex SHA-256 of the key; null if there is none.';

create function public.gateway_versions(p_since jsonb) returns jsonb
  language sql stable security definer set search_path = ''
as $$
  select coalesce(
    jsonb_agg(jsonb_build_object('workspace_id', v.workspace_id, 'part', v.part, 'n', v.n) order by v.workspace_id, v.part),
    '[]'
  )
  from public.config_versions as v
  where v.n > coalesce((p_since ->> (v.workspace_id || '/' || v.part))::bigint, 0)
    and (v.updated_at > now() - interval '1 hour' or p_since ? (v.workspace_id || '/' || v.part))
$$;
comment on function public.gateway_versions(jsonb) is 'Parts newer than the given {"<workspace>/<part>": n}; parts not given if they changed within an hour.';

revoke all on function private.subject_columns(jsonb), private.snapshot_workspace(uuid),
  private.snapshot_key(public.api_keys, timestamptz), private.version_of(uuid, text),
  public.gateway_snapshot(text), public.gateway_versions(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.gateway_snapshot(text), public.gateway_versions(jsonb) to gateway;
