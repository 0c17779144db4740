-- All that the data plane judges a call by, in one snapshot: rules of addresses, countries and models, endpoints, tiers,
-- what is blocked, plan and credit. A rule of one key travels with the key and a rule of one end user with nothing, so
-- that neither a hundred thousand keys nor as many end users make a workspace's part heavy.

alter table public.config_versions drop constraint config_versions_part_check;
alter table public.config_versions add constraint config_versions_part_check
  check (part = 'workspace' or part like 'key:%' or part like 'end_user:%');
comment on table public.config_versions is 'Versions of what a gateway keeps in memory: part workspace, key:<id> or end_user:<external id>.';

create function private.has_end_user_facts(p_workspace uuid) returns boolean
  language sql stable set search_path = ''
as $$
  select exists (
    select 1 from public.config_versions where workspace_id = p_workspace and part >= 'end_user:' and part < 'end_user;'
  )
$$;

-- Whether any end user of a workspace has facts of their own stands in the workspace part: it is touched the first time.
create function private.touch_end_user(p_workspace uuid, p_external_id text) returns void
  language sql security definer set search_path = ''
as $$
  insert into private.config_touches (workspace_id, part)
  select p_workspace, 'end_user:' || p_external_id
  union all
  select p_workspace, 'workspace' where not private.has_end_user_facts(p_workspace)
  on conflict do nothing
$$;

create function private.touch_rule_part(p_rule jsonb) returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  tenant uuid := p_rule ->> 'workspace_id';
begin
  if tenant <> private.nil() and p_rule ->> 'end_user_id' is not null then
    perform private.touch_end_user(tenant, p_rule ->> 'end_user_id');
  else
    insert into private.config_touches (workspace_id, part)
    values (tenant, case when p_rule ->> 'api_key_id' is null then 'workspace' else 'key:' || (p_rule ->> 'api_key_id') end)
    on conflict do nothing;
  end if;
end
$$;

-- Arguments: the columns that count. A rule that moves from one part to another touches both.
create function private.touch_rule() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
  if tg_op = 'UPDATE' and not exists (
    select 1 from unnest(tg_argv) as c (name) where before -> c.name is distinct from after -> c.name
  ) then
    return null;
  end if;
  if before is not null then
    perform private.touch_rule_part(before);
  end if;
  if after is not null then
    perform private.touch_rule_part(after);
  end if;
  return null;
end
$$;

-- End users are met by the thousand; only those that are or were blocked are anything to a gateway.
create function private.touch_blocked_end_user() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op <> 'INSERT' and old.blocked
    and (tg_op = 'DELETE' or not new.blocked or old.external_id is distinct from new.external_id) then
    perform private.touch_end_user(old.workspace_id, old.external_id);
  end if;
  if tg_op <> 'DELETE' and new.blocked
    and (tg_op = 'INSERT' or not old.blocked or old.external_id is distinct from new.external_id) then
    perform private.touch_end_user(new.workspace_id, new.external_id);
  end if;
  return null;
end
$$;

drop trigger touch_config on public.rate_limits;
create trigger touch_config after insert or delete or update of
    name, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, endpoint_id,
    credential_id, model_pattern, model_tier_id, per, path_pattern, method, metric, requests, window_ms, duration,
    calendar_aligned, timezone, strategy, bucket_size, refill_rate, max_wait_ms, priority, enforcement, is_active
  on public.rate_limits for each row execute function private.touch_rule(
    'name', 'customer_id', 'team_id', 'project_id', 'api_key_id', 'member_id', 'end_user_id', 'tag', 'provider_id',
    'endpoint_id', 'credential_id', 'model_pattern', 'model_tier_id', 'per', 'path_pattern', 'method', 'metric',
    'requests', 'window_ms', 'duration', 'calendar_aligned', 'timezone', 'strategy', 'bucket_size', 'refill_rate',
    'max_wait_ms', 'priority', 'enforcement', 'is_active'
  );
drop trigger touch_config on public.budgets;
create trigger touch_config after insert or delete or update of
    name, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, endpoint_id,
    credential_id, model_pattern, model_tier_id, per, amount_cents, soft_amount_cents, override_amount_cents,
    override_until, period, duration, calendar_aligned, timezone, reset_anchor, is_hard_limit, alert_thresholds,
    is_active
  on public.budgets for each row execute function private.touch_rule(
    'name', 'customer_id', 'team_id', 'project_id', 'api_key_id', 'member_id', 'end_user_id', 'tag', 'provider_id',
    'endpoint_id', 'credential_id', 'model_pattern', 'model_tier_id', 'per', 'amount_cents', 'soft_amount_cents',
    'override_amount_cents', 'override_until', 'period', 'duration', 'calendar_aligned', 'timezone', 'reset_anchor',
    'is_hard_limit', 'alert_thresholds', 'is_active'
  );
create trigger touch_config after insert or delete or update of blocked, external_id
  on public.end_users for each row execute function private.touch_blocked_end_user();
drop trigger touch_config on public.workspaces;
create trigger touch_config after insert or delete or update of
    slug, panic_mode, deleted_at, is_demo, output_reserve_tokens, on_ledger_outage, plan, plan_limits
  on public.workspaces for each row execute function private.touch_config(
    'workspace', 'slug', 'panic_mode', 'deleted_at', 'is_demo', 'output_reserve_tokens', 'on_ledger_outage', 'plan',
    'plan_limits'
  );
create trigger touch_config after update of blocked
  on public.teams for each row execute function private.touch_config('workspace', 'blocked');
create trigger touch_config after insert or delete or update of
    name, path_pattern, method, rate_limit_requests, rate_limit_window_ms, timeout_ms, is_active
  on public.provider_endpoints for each row execute function private.touch_config(
    'workspace', 'name', 'path_pattern', 'method', 'rate_limit_requests', 'rate_limit_window_ms', 'timeout_ms',
    'is_active'
  );
create trigger touch_config after insert or delete or update of name, provider_id, tier_id
  on public.models for each row execute function private.touch_config('workspace', 'name', 'provider_id', 'tier_id');

create function private.snapshot_rate_limit(p_rule public.rate_limits) returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_strip_nulls(private.subject_columns(to_jsonb(p_rule)) || jsonb_build_object(
    'path_pattern', p_rule.path_pattern, 'method', p_rule.method, 'metric', p_rule.metric,
    'requests', p_rule.requests, 'window_ms', p_rule.window_ms, 'duration', p_rule.duration,
    'calendar_aligned', p_rule.calendar_aligned, 'timezone', p_rule.timezone, 'strategy', p_rule.strategy,
    'bucket_size', p_rule.bucket_size, 'refill_rate', p_rule.refill_rate, 'max_wait_ms', p_rule.max_wait_ms,
    'priority', p_rule.priority, 'enforcement', p_rule.enforcement
  ))
$$;

create function private.snapshot_budget(p_rule public.budgets) returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_strip_nulls(private.subject_columns(to_jsonb(p_rule)) || jsonb_build_object(
    'amount_cents', p_rule.amount_cents::text, 'soft_amount_cents', p_rule.soft_amount_cents::text,
    'override_amount_cents', p_rule.override_amount_cents::text, 'override_until', p_rule.override_until,
    'period', p_rule.period, 'duration', p_rule.duration, 'calendar_aligned', p_rule.calendar_aligned,
    'timezone', p_rule.timezone, 'reset_anchor', p_rule.reset_anchor, 'is_hard_limit', p_rule.is_hard_limit,
    'alert_thresholds', p_rule.alert_thresholds
  ))
$$;

-- Who may call from where, and what may be asked for.
create function private.snapshot_access(p_workspace uuid) returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'ip_rules', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', r.id, 'project_id', r.project_id, 'action', r.action, 'cidr', r.cidr
      ) order by r.id), '[]')
      from public.ip_rules as r
      where r.workspace_id = p_workspace and r.is_active
    ),
    'geo_rules', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', r.id, 'project_id', r.project_id, 'action', r.action, 'scope', r.scope, 'code', r.code
      ) order by r.id), '[]')
      from public.geo_rules as r
      where r.workspace_id = p_workspace and r.is_active
    ),
    'geo_regions', (
      select coalesce(jsonb_agg(jsonb_build_object('code', g.code, 'countries', g.countries) order by g.code), '[]')
      from (
        -- A workspace's own region comes before the shared one of that name.
        select distinct on (g.code) g.code, g.countries
        from public.geo_regions as g
        where g.workspace_id in (p_workspace, private.nil()) and g.code in (
          select r.code from public.geo_rules as r
          where r.workspace_id = p_workspace and r.is_active and r.scope = 'region'
        )
        order by g.code, g.workspace_id = private.nil()
      ) as g
    ),
    'model_rules', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', r.id, 'project_id', r.project_id, 'action', r.action, 'pattern', r.pattern
      ) order by r.id), '[]')
      from public.model_rules as r
      where r.workspace_id = p_workspace and r.is_active
    ),
    'blocked_teams', (
      select coalesce(jsonb_agg(t.id order by t.id), '[]')
      from public.teams as t
      where t.workspace_id = p_workspace and t.blocked
    ),
    'end_users_have_rules', private.has_end_user_facts(p_workspace)
  )
$$;

-- Models whose tier some rule names, and those of the same name that lie in another tier: the more precise row decides.
create function private.snapshot_models(p_workspace uuid) returns jsonb
  language sql stable set search_path = ''
as $$
  with named as (
    select r.model_tier_id as id from public.rate_limits as r
    where r.workspace_id in (p_workspace, private.nil()) and r.model_tier_id is not null and r.is_active
    union
    select b.model_tier_id from public.budgets as b
    where b.workspace_id in (p_workspace, private.nil()) and b.model_tier_id is not null and b.is_active
  ), visible as (
    select distinct on (m.name, m.provider_id) m.name, m.provider_id, m.tier_id
    from public.models as m
    where m.workspace_id in (p_workspace, private.nil()) and exists (select 1 from named)
    order by m.name, m.provider_id, m.workspace_id = private.nil()
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', v.name, 'provider_id', v.provider_id, 'tier_id', v.tier_id
  ) order by v.name, v.provider_id), '[]')
  from visible as v
  where v.name in (select w.name from visible as w where w.tier_id in (select id from named))
$$;

-- Credit is sold by a later migration; until then there is none.
create function private.snapshot_credits(p_workspace uuid) returns jsonb
  language sql stable set search_path = ''
as $$
  select '[]'::jsonb
$$;

create or replace function private.snapshot_workspace(p_workspace uuid) returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', w.id, 'slug', w.slug, 'panic_mode', w.panic_mode, 'deleted', w.deleted_at is not null, 'is_demo', w.is_demo,
    'output_reserve_tokens', w.output_reserve_tokens, 'on_ledger_outage', w.on_ledger_outage,
    'plan', w.plan, 'plan_limits', w.plan_limits,
    'credits', private.snapshot_credits(w.id),
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
    'endpoints', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', e.id, 'provider_id', e.provider_id, 'name', e.name, 'path_pattern', e.path_pattern, 'method', e.method,
        'rate_limit_requests', e.rate_limit_requests, 'rate_limit_window_ms', e.rate_limit_window_ms,
        'timeout_ms', e.timeout_ms
      ) order by e.id), '[]')
      from public.provider_endpoints as e
      join public.providers as p on p.workspace_id = e.workspace_id and p.id = e.provider_id and p.deleted_at is null
      where e.workspace_id = w.id and e.is_active
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
    'models', private.snapshot_models(w.id),
    'rate_limits', (
      select coalesce(jsonb_agg(private.snapshot_rate_limit(r) order by r.priority, r.id), '[]')
      from public.rate_limits as r
      where r.is_active and (
        r.workspace_id = private.nil() or r.workspace_id = w.id and r.api_key_id is null and r.end_user_id is null
      )
    ),
    'budgets', (
      select coalesce(jsonb_agg(private.snapshot_budget(b) order by b.id), '[]')
      from public.budgets as b
      where b.is_active and (
        b.workspace_id = private.nil() or b.workspace_id = w.id and b.api_key_id is null and b.end_user_id is null
      )
    ),
    'projects', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'panic_mode', p.panic_mode, 'deleted', p.deleted_at is not null
      ) order by p.id), '[]')
      from public.projects as p
      where p.workspace_id = w.id and (p.panic_mode or p.deleted_at is not null)
    )
  ) || private.snapshot_access(w.id)
  from public.workspaces as w
  where w.id = p_workspace
$$;

create or replace function private.snapshot_key(p_key public.api_keys, p_valid_until timestamptz) returns jsonb
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
    'rate_limit_window_ms', p_key.rate_limit_window_ms,
    'rate_limits', (
      select coalesce(jsonb_agg(private.snapshot_rate_limit(r) order by r.priority, r.id), '[]')
      from public.rate_limits as r
      where r.workspace_id = p_key.workspace_id and r.api_key_id = p_key.id and r.end_user_id is null and r.is_active
    ),
    'budgets', (
      select coalesce(jsonb_agg(private.snapshot_budget(b) order by b.id), '[]')
      from public.budgets as b
      where b.workspace_id = p_key.workspace_id and b.api_key_id = p_key.id and b.end_user_id is null and b.is_active
    )
  )
$$;

drop function public.gateway_snapshot(text);
create function public.gateway_snapshot(p_key_hash text, p_known jsonb default '{}') returns jsonb
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
  ), versioned as (
    select f.key_row, f.valid_until, (f.key_row).workspace_id as tenant,
      private.version_of(private.nil(), 'workspace') as global_n,
      private.version_of((f.key_row).workspace_id, 'workspace') as workspace_n
    from found as f
  )
  select jsonb_build_object(
    'versions', jsonb_build_object(
      'global', v.global_n, 'workspace', v.workspace_n,
      'key', private.version_of(v.tenant, 'key:' || (v.key_row).id)
    ),
    'workspace', case
      when (p_known -> v.tenant::text ->> 0)::bigint = v.global_n and (p_known -> v.tenant::text ->> 1)::bigint = v.workspace_n
        then null
      else private.snapshot_workspace(v.tenant)
    end,
    'key', private.snapshot_key(v.key_row, v.valid_until)
  )
  from versioned as v
$$;
comment on function public.gateway_snapshot(text, jsonb) is 'All that a gateway needs to judge a key, by the hex SHA-256 of the key; null if there is none. The workspace part is null where {"<workspace>": [global, workspace]} names its versions.';

create function public.gateway_end_user(p_workspace uuid, p_external_id text) returns jsonb
  language sql stable security definer set search_path = '' set timezone = 'UTC'
as $$
  select jsonb_build_object(
    'version', private.version_of(p_workspace, 'end_user:' || p_external_id),
    'blocked', exists (
      select 1 from public.end_users as u
      where u.workspace_id = p_workspace and u.external_id = p_external_id and u.blocked
    ),
    'rate_limits', (
      select coalesce(jsonb_agg(private.snapshot_rate_limit(r) order by r.priority, r.id), '[]')
      from public.rate_limits as r
      where r.workspace_id = p_workspace and r.end_user_id = p_external_id and r.is_active
    ),
    'budgets', (
      select coalesce(jsonb_agg(private.snapshot_budget(b) order by b.id), '[]')
      from public.budgets as b
      where b.workspace_id = p_workspace and b.end_user_id = p_external_id and b.is_active
    )
  )
$$;
comment on function public.gateway_end_user(uuid, text) is 'What stands against one end user of a workspace: rules that name them, whether they are blocked, and the version of both.';
create index on public.rate_limits (workspace_id, end_user_id) where end_user_id is not null;
create index on public.budgets (workspace_id, end_user_id) where end_user_id is not null;

revoke all on function private.touch_end_user(uuid, text), private.has_end_user_facts(uuid),
  private.touch_rule_part(jsonb), private.touch_rule(), private.touch_blocked_end_user(),
  private.snapshot_rate_limit(public.rate_limits), private.snapshot_budget(public.budgets),
  private.snapshot_access(uuid), private.snapshot_models(uuid), private.snapshot_credits(uuid),
  public.gateway_snapshot(text, jsonb), public.gateway_end_user(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.gateway_snapshot(text, jsonb), public.gateway_end_user(uuid, text) to gateway;
