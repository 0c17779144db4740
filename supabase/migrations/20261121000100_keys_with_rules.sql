-- A key comes with its own budget and limit in one step, and gets a new secret while the old one may live on for a while.

create or replace function public.create_api_key(p jsonb) returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  given public.api_keys := jsonb_populate_record(null::public.api_keys, p);
  new_id uuid := coalesce(given.id, public.uuid_v7());
begin
  insert into public.api_keys (
    id, workspace_id, project_id, team_id, customer_id, member_id, name, description, key_prefix, key_last4, key_hash,
    scopes, all_providers, allowed_provider_ids, allowed_models, rate_limit_requests, rate_limit_window_ms, allowed_ips,
    tags, metadata, unpriced_policy, expires_at, rotation_interval, next_rotation_at, config_hash
  ) values (
    new_id, given.workspace_id, given.project_id, given.team_id, given.customer_id, given.member_id, given.name,
    given.description, given.key_prefix, given.key_last4, given.key_hash, coalesce(given.scopes, '{}'),
    coalesce(given.all_providers, false), coalesce(given.allowed_provider_ids, '{}'),
    coalesce(given.allowed_models, '{}'), given.rate_limit_requests, given.rate_limit_window_ms,
    coalesce(given.allowed_ips, '{}'), coalesce(given.tags, '{}'), coalesce(given.metadata, '{}'),
    coalesce(given.unpriced_policy, 'block'), given.expires_at, given.rotation_interval, given.next_rotation_at,
    given.config_hash
  );
  insert into public.api_key_providers (workspace_id, api_key_id, provider_id, weight, allowed_models, credential_ids)
  select given.workspace_id, new_id, a.provider_id, a.weight, coalesce(a.allowed_models, '{}'), coalesce(a.credential_ids, '{}')
  from jsonb_populate_recordset(null::public.api_key_providers, coalesce(p -> 'providers', '[]')) as a;
  if jsonb_typeof(p -> 'rate_limit') = 'object' then
    perform private.create_key_rate_limit(given.workspace_id, new_id, p -> 'rate_limit');
  end if;
  if jsonb_typeof(p -> 'budget') = 'object' then
    perform private.create_key_budget(given.workspace_id, new_id, p -> 'budget');
  end if;
  return private.api_key_row(new_id);
end
$$;
comment on function public.create_api_key(jsonb) is 'Creates a key with its providers ({"providers": [{provider_id, weight, allowed_models, credential_ids}]}), and with {"budget": {...}} and {"rate_limit": {...}} rules of its own; answers the row without its hash.';

create function private.create_key_rate_limit(p_workspace uuid, p_key uuid, p jsonb) returns void
  language plpgsql set search_path = ''
as $$
declare
  given public.rate_limits := jsonb_populate_record(null::public.rate_limits, p);
begin
  insert into public.rate_limits (
    workspace_id, api_key_id, name, description, per, path_pattern, method, model_pattern, provider_id, metric, requests,
    window_ms, duration, calendar_aligned, timezone, strategy, bucket_size, refill_rate, max_wait_ms, priority,
    enforcement
  ) values (
    p_workspace, p_key, given.name, given.description, coalesce(given.per, '{}'), given.path_pattern, given.method,
    given.model_pattern, given.provider_id, coalesce(given.metric, 'requests'), given.requests, given.window_ms,
    given.duration, coalesce(given.calendar_aligned, false), coalesce(given.timezone, 'UTC'),
    coalesce(given.strategy, 'FIXED_WINDOW'), given.bucket_size, given.refill_rate, given.max_wait_ms,
    coalesce(given.priority, 100), coalesce(given.enforcement, 'enforce')
  );
end
$$;

create function private.create_key_budget(p_workspace uuid, p_key uuid, p jsonb) returns void
  language plpgsql set search_path = ''
as $$
declare
  given public.budgets := jsonb_populate_record(null::public.budgets, p);
begin
  insert into public.budgets (
    workspace_id, api_key_id, name, description, per, model_pattern, provider_id, amount_cents, soft_amount_cents, period,
    duration, calendar_aligned, timezone, reset_anchor, is_hard_limit, alert_thresholds
  ) values (
    p_workspace, p_key, given.name, given.description, coalesce(given.per, '{}'), given.model_pattern, given.provider_id,
    given.amount_cents, given.soft_amount_cents, coalesce(given.period, 'MONTHLY'), given.duration,
    coalesce(given.calendar_aligned, true), coalesce(given.timezone, 'UTC'), given.reset_anchor,
    coalesce(given.is_hard_limit, true), coalesce(given.alert_thresholds, '{50,80,100}')
  );
end
$$;
revoke all on function private.create_key_rate_limit(uuid, uuid, jsonb), private.create_key_budget(uuid, uuid, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function private.create_key_rate_limit(uuid, uuid, jsonb), private.create_key_budget(uuid, uuid, jsonb)
  to authenticated, service_role;

-- Runs with the owner's rights, since no member reads or writes a hash: it decides itself whose keys the caller may change.
create function public.rotate_api_key(p jsonb) returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  target public.api_keys;
  grace_until timestamptz := (p ->> 'grace_until')::timestamptz;
begin
  select * into target from public.api_keys
  where id = (p ->> 'id')::uuid and deleted_at is null and workspace_id in (select private.my_workspaces('VIEWER'))
  for update;
  if not found then
    raise exception 'No such key.' using errcode = 'P0002';
  end if;
  if not (
    target.workspace_id in (select private.my_workspaces('ADMIN'))
    or target.workspace_id in (select private.my_workspaces('DEVELOPER')) and target.created_by = private.actor_id()
  ) then
    raise exception 'A developer may change only the keys they created.' using errcode = '42501';
  end if;
  if target.revoked_at is not null then
    raise exception 'This key was revoked, which is final.' using errcode = '23514';
  end if;
  if grace_until is null or grace_until <= now() then
    delete from public.api_key_secrets where workspace_id = target.workspace_id and api_key_id = target.id;
  else
    insert into public.api_key_secrets (workspace_id, api_key_id, key_hash, valid_until)
    values (target.workspace_id, target.id, target.key_hash, grace_until);
  end if;
  update public.api_keys
  set key_hash = p ->> 'key_hash', key_prefix = p ->> 'key_prefix', key_last4 = p ->> 'key_last4',
    rotation_count = rotation_count + 1
  where id = target.id;
end
$$;
comment on function public.rotate_api_key(jsonb) is 'Gives a key a new secret ({id, key_hash, key_prefix, key_last4, grace_until}); the former one works until grace_until.';
revoke all on function public.rotate_api_key(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.rotate_api_key(jsonb) to authenticated;
