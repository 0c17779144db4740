-- The page of one key tells what decides its calls. It is given what the gateway is given, from the same functions, so that
-- page and data plane cannot differ; what a member must not read (secrets, headers, other keys) is left out.

create function public.member_key_snapshot(p_key uuid) returns jsonb
  language sql stable security definer set search_path = '' set timezone = 'UTC'
as $$
  select jsonb_build_object(
    'workspace', private.snapshot_workspace(k.workspace_id) || jsonb_build_object(
      'credentials', '[]'::jsonb,
      'providers', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', p.id, 'slug', p.slug, 'name', p.name, 'dialect', p.dialect, 'is_active', p.is_active
        ) order by p.id), '[]')
        from public.providers as p
        where p.workspace_id = k.workspace_id and p.deleted_at is null
      )
    ),
    'key', private.snapshot_key(k, null),
    -- Rules of single end users are in no snapshot; the first of them, as the gateway would load them.
    'end_users', jsonb_build_object(
      'rate_limits', (
        select coalesce(jsonb_agg(private.snapshot_rate_limit(r)), '[]')
        from (
          select * from public.rate_limits as r
          where r.workspace_id = k.workspace_id and r.end_user_id is not null and r.is_active
            and (r.api_key_id is null or r.api_key_id = k.id)
          order by r.priority, r.id limit 100
        ) as r
      ),
      'budgets', (
        select coalesce(jsonb_agg(private.snapshot_budget(b)), '[]')
        from (
          select * from public.budgets as b
          where b.workspace_id = k.workspace_id and b.end_user_id is not null and b.is_active
            and (b.api_key_id is null or b.api_key_id = k.id)
          order by b.id limit 100
        ) as b
      )
    )
  )
  from public.api_keys as k
  where k.id = p_key and k.deleted_at is null and k.workspace_id in (select private.my_workspaces('VIEWER'))
$$;
comment on function public.member_key_snapshot(uuid) is 'What the gateway judges a key of the caller''s workspace by, without secrets, headers and credentials; null if there is no such key.';
revoke all on function public.member_key_snapshot(uuid) from public, anon, authenticated, service_role;
grant execute on function public.member_key_snapshot(uuid) to authenticated;

-- Under the caller's own rights: the policies of both tables say whose keys they may change.
create function public.update_api_key(p jsonb) returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  given public.api_keys := jsonb_populate_record(null::public.api_keys, p);
begin
  update public.api_keys as k set
    name = case when p ? 'name' then given.name else k.name end,
    description = case when p ? 'description' then given.description else k.description end,
    project_id = case when p ? 'project_id' then given.project_id else k.project_id end,
    scopes = case when p ? 'scopes' then given.scopes else k.scopes end,
    all_providers = case when p ? 'all_providers' then given.all_providers else k.all_providers end,
    allowed_models = case when p ? 'allowed_models' then given.allowed_models else k.allowed_models end,
    allowed_ips = case when p ? 'allowed_ips' then given.allowed_ips else k.allowed_ips end,
    tags = case when p ? 'tags' then given.tags else k.tags end,
    unpriced_policy = case when p ? 'unpriced_policy' then given.unpriced_policy else k.unpriced_policy end,
    rate_limit_requests = case when p ? 'rate_limit_requests' then given.rate_limit_requests else k.rate_limit_requests end,
    rate_limit_window_ms = case when p ? 'rate_limit_window_ms' then given.rate_limit_window_ms else k.rate_limit_window_ms end,
    expires_at = case when p ? 'expires_at' then given.expires_at else k.expires_at end,
    is_active = case when p ? 'is_active' then given.is_active else k.is_active end
  where k.workspace_id = given.workspace_id and k.id = given.id;
  if not found then
    raise exception 'A developer may change only the keys they created.' using errcode = '42501';
  end if;
  if p ? 'providers' then
    delete from public.api_key_providers as a
    where a.workspace_id = given.workspace_id and a.api_key_id = given.id;
    insert into public.api_key_providers (workspace_id, api_key_id, provider_id, weight, allowed_models, credential_ids)
    select given.workspace_id, given.id, a.provider_id, a.weight, coalesce(a.allowed_models, '{}'), coalesce(a.credential_ids, '{}')
    from jsonb_populate_recordset(null::public.api_key_providers, p -> 'providers') as a;
  end if;
  return private.api_key_row(given.id);
end
$$;
comment on function public.update_api_key(jsonb) is 'Changes the given fields of a key, and with {"providers": [...]} the whole list of its providers, in one step; answers the row without its hash.';
revoke all on function public.update_api_key(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.update_api_key(jsonb) to authenticated, service_role;
