-- Actions of several statements. They run with the caller's own rights, so that policies and column grants decide; what
-- they answer is built from readable columns and holds no secret.

create function private.api_key_row(p_id uuid) returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', k.id, 'workspace_id', k.workspace_id, 'project_id', k.project_id, 'team_id', k.team_id,
    'customer_id', k.customer_id, 'member_id', k.member_id, 'name', k.name, 'description', k.description,
    'key_prefix', k.key_prefix, 'key_last4', k.key_last4, 'scopes', k.scopes, 'all_providers', k.all_providers,
    'allowed_provider_ids', k.allowed_provider_ids, 'allowed_models', k.allowed_models,
    'rate_limit_requests', k.rate_limit_requests, 'rate_limit_window_ms', k.rate_limit_window_ms,
    'allowed_ips', k.allowed_ips, 'tags', k.tags, 'metadata', k.metadata, 'unpriced_policy', k.unpriced_policy,
    'expires_at', k.expires_at, 'revoked_at', k.revoked_at, 'revoked_reason', k.revoked_reason,
    'is_active', k.is_active, 'created_by', k.created_by, 'created_at', k.created_at, 'updated_at', k.updated_at,
    'providers', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'provider_id', a.provider_id, 'weight', a.weight, 'allowed_models', a.allowed_models,
        'credential_ids', a.credential_ids
      ) order by a.id), '[]')
      from public.api_key_providers as a
      where a.workspace_id = k.workspace_id and a.api_key_id = k.id
    )
  )
  from public.api_keys as k
  where k.id = p_id
$$;

create function public.create_api_key(p jsonb) returns jsonb
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
  return private.api_key_row(new_id);
end
$$;
comment on function public.create_api_key(jsonb) is 'Creates a key with its providers ({"providers": [{provider_id, weight, allowed_models, credential_ids}]}); answers the row without its hash.';

create function public.create_provider_credential(p jsonb) returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  given public.provider_credentials := jsonb_populate_record(null::public.provider_credentials, p);
  sealed public.secrets := jsonb_populate_record(null::public.secrets, p || coalesce(p -> 'secret', '{}'));
  new_id uuid := coalesce(given.id, public.uuid_v7());
  new_secret uuid;
begin
  if sealed.ciphertext is not null then
    new_secret := public.uuid_v7();
    insert into public.secrets (
      id, workspace_id, owner_table, owner_id, field, ciphertext, iv, tag, key_id, aad_version
    ) values (
      new_secret, given.workspace_id, 'provider_credentials', new_id, coalesce(sealed.field, 'api_key'),
      sealed.ciphertext, sealed.iv, sealed.tag, sealed.key_id, coalesce(sealed.aad_version, 1)
    );
  end if;
  insert into public.provider_credentials (
    id, workspace_id, provider_id, project_id, name, secret_id, config, models, weight, enabled, use_for_batch_api,
    config_hash
  ) values (
    new_id, given.workspace_id, given.provider_id, given.project_id, given.name, new_secret,
    coalesce(given.config, '{}'), coalesce(given.models, '{}'), coalesce(given.weight, 1), coalesce(given.enabled, true),
    coalesce(given.use_for_batch_api, false), given.config_hash
  );
  return (select to_jsonb(c) from public.provider_credentials as c where c.id = new_id);
end
$$;
comment on function public.create_provider_credential(jsonb) is 'Creates a credential and its secret ({"secret": {ciphertext, iv, tag, key_id, aad_version}}, sealed by the app for the id that it gives).';

create function public.create_provider(p jsonb) returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  given public.providers := jsonb_populate_record(null::public.providers, p);
  new_id uuid := coalesce(given.id, public.uuid_v7());
  credential jsonb := p -> 'credential';
  credentials jsonb := '[]';
begin
  insert into public.providers (
    id, workspace_id, name, slug, description, base_url, logo_url, color, dialect, auth_method, auth_config, timeout_ms,
    max_retries, retry_delay_ms, custom_headers, forward_headers, strip_headers, pricing_model, cache_enabled,
    cache_ttl_seconds, cache_key_headers, health_check_enabled, health_check_path, health_check_interval_seconds,
    is_active, config_hash
  ) values (
    new_id, given.workspace_id, given.name, given.slug, given.description, given.base_url, given.logo_url, given.color,
    coalesce(given.dialect, 'http'), coalesce(given.auth_method, 'BEARER'), coalesce(given.auth_config, '{}'),
    coalesce(given.timeout_ms, 60000), coalesce(given.max_retries, 2), coalesce(given.retry_delay_ms, 500),
    coalesce(given.custom_headers, '{}'), coalesce(given.forward_headers, '{}'), coalesce(given.strip_headers, '{}'),
    given.pricing_model, coalesce(given.cache_enabled, false), given.cache_ttl_seconds,
    coalesce(given.cache_key_headers, '{}'), coalesce(given.health_check_enabled, false), given.health_check_path,
    given.health_check_interval_seconds, coalesce(given.is_active, true), given.config_hash
  );
  if jsonb_typeof(credential) = 'object' then
    credentials := jsonb_build_array(public.create_provider_credential(
      credential || jsonb_build_object('workspace_id', given.workspace_id, 'provider_id', new_id)
    ));
  end if;
  return (
    select to_jsonb(r) || jsonb_build_object('credentials', credentials) from public.providers as r where r.id = new_id
  );
end
$$;
comment on function public.create_provider(jsonb) is 'Creates a provider, and with {"credential": {...}} its first credential, in one step.';

create function public.update_provider_credential(p jsonb) returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  target public.provider_credentials;
  given public.provider_credentials;
  sealed public.secrets := jsonb_populate_record(null::public.secrets, p || coalesce(p -> 'secret', '{}'));
begin
  select * into target from public.provider_credentials where id = (p ->> 'id')::uuid;
  if not found then
    raise exception 'No such credential.' using errcode = 'P0002';
  end if;
  given := jsonb_populate_record(target, p - '{secret,workspace_id,provider_id}'::text[]);
  if sealed.ciphertext is not null and target.secret_id is not null then
    update public.secrets
    set ciphertext = sealed.ciphertext, iv = sealed.iv, tag = sealed.tag, key_id = sealed.key_id,
      aad_version = coalesce(sealed.aad_version, 1)
    where id = target.secret_id;
  elsif sealed.ciphertext is not null then
    given.secret_id := public.uuid_v7();
    insert into public.secrets (id, workspace_id, owner_table, owner_id, field, ciphertext, iv, tag, key_id, aad_version)
    values (
      given.secret_id, target.workspace_id, 'provider_credentials', target.id, coalesce(sealed.field, 'api_key'),
      sealed.ciphertext, sealed.iv, sealed.tag, sealed.key_id, coalesce(sealed.aad_version, 1)
    );
  end if;
  update public.provider_credentials
  set name = given.name, project_id = given.project_id, config = given.config, models = given.models,
    weight = given.weight, enabled = given.enabled, use_for_batch_api = given.use_for_batch_api,
    secret_id = given.secret_id
  where id = target.id;
  if not found then
    raise exception 'Your role does not allow changing credentials.' using errcode = '42501';
  end if;
  return (select to_jsonb(c) from public.provider_credentials as c where c.id = target.id);
end
$$;
comment on function public.update_provider_credential(jsonb) is 'Changes the given fields of a credential, and its secret if one is given, in one step.';

create function public.delete_provider_credential(p_id uuid) returns void
  language plpgsql set search_path = ''
as $$
declare
  target public.provider_credentials;
begin
  delete from public.provider_credentials where id = p_id returning * into target;
  if not found then
    raise exception 'There is no such credential, or your role does not allow deleting it.' using errcode = '42501';
  end if;
  delete from public.secrets
  where workspace_id = target.workspace_id and owner_table = 'provider_credentials' and owner_id = target.id;
end
$$;
comment on function public.delete_provider_credential(uuid) is 'Deletes a credential together with its sealed secret.';

-- Nobody is a member of what does not exist yet: this one runs with the owner's rights, for the caller alone.
create function public.create_workspace(p jsonb) returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  founder uuid := private.actor_id();
  new_id uuid := public.uuid_v7();
begin
  if not exists (select 1 from public.users where id = founder and is_active)
    or private.claimed_role() is distinct from 'OWNER' or private.claims() ->> 'wsp' is not null then
    raise exception 'Only a signed-in user may create a workspace.' using errcode = '42501';
  end if;
  insert into public.workspaces (id, owner_id, name, slug, description)
  values (new_id, founder, p ->> 'name', p ->> 'slug', p ->> 'description');
  insert into public.workspace_members (workspace_id, user_id, role) values (new_id, founder, 'OWNER');
  insert into public.projects (workspace_id, name) values (new_id, coalesce(p ->> 'project_name', 'Default'));
  return (
    select jsonb_build_object('id', w.id, 'name', w.name, 'slug', w.slug, 'created_at', w.created_at)
    from public.workspaces as w where w.id = new_id
  );
end
$$;
comment on function public.create_workspace(jsonb) is 'Founds a workspace with its first project and the caller as OWNER.';

revoke all on function private.api_key_row(uuid), public.create_api_key(jsonb), public.create_provider_credential(jsonb),
  public.create_provider(jsonb), public.update_provider_credential(jsonb), public.delete_provider_credential(uuid),
  public.create_workspace(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.api_key_row(uuid), public.create_api_key(jsonb),
  public.create_provider_credential(jsonb), public.create_provider(jsonb), public.update_provider_credential(jsonb),
  public.delete_provider_credential(uuid) to authenticated, service_role;
grant execute on function public.create_workspace(jsonb) to authenticated;
