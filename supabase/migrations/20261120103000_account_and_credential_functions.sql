-- What sign-in and the management of credentials and workspaces need beyond the tables: the last but one secret of a
-- session, and actions of several statements.

-- Not granted: grants on sessions name their columns, and this one is named nowhere.
alter table public.sessions add column previous_refresh_token text;
comment on column public.sessions.previous_refresh_token is 'Hash of the secret before the last rotation, accepted for a short grace so that parallel requests survive it.';

create function public.update_provider_credential(p jsonb) returns void
  language plpgsql set search_path = ''
as $$
declare
  given public.provider_credentials := jsonb_populate_record(null::public.provider_credentials, p);
  sealed public.secrets := jsonb_populate_record(null::public.secrets, p);
  found_row public.provider_credentials;
  new_secret uuid;
begin
  select * into found_row from public.provider_credentials where id = given.id and workspace_id = given.workspace_id;
  if not found then
    raise exception 'There is no such credential.' using errcode = 'P0002';
  end if;
  if sealed.ciphertext is not null and found_row.secret_id is not null then
    update public.secrets
    set ciphertext = sealed.ciphertext, iv = sealed.iv, tag = sealed.tag, key_id = sealed.key_id,
      aad_version = sealed.aad_version
    where id = found_row.secret_id and workspace_id = found_row.workspace_id;
  elsif sealed.ciphertext is not null then
    new_secret := public.uuid_v7();
    insert into public.secrets (
      id, workspace_id, owner_table, owner_id, field, ciphertext, iv, tag, key_id, aad_version
    ) values (
      new_secret, found_row.workspace_id, 'provider_credentials', found_row.id, 'api_key',
      sealed.ciphertext, sealed.iv, sealed.tag, sealed.key_id, sealed.aad_version
    );
  end if;
  update public.provider_credentials
  set name = coalesce(given.name, found_row.name),
    project_id = case when p ? 'project_id' then given.project_id else found_row.project_id end,
    models = coalesce(given.models, found_row.models),
    weight = coalesce(given.weight, found_row.weight),
    enabled = coalesce(given.enabled, found_row.enabled),
    secret_id = coalesce(new_secret, found_row.secret_id)
  where id = found_row.id and workspace_id = found_row.workspace_id;
  if not found then
    raise exception 'Your role does not allow changing credentials.' using errcode = '42501';
  end if;
end
$$;
comment on function public.update_provider_credential(jsonb) is 'Changes what is given of a credential and replaces its secret if one is given, in one step.';

create function public.delete_provider_credential(p_id uuid) returns void
  language plpgsql set search_path = ''
as $$
declare
  gone public.provider_credentials;
begin
  delete from public.provider_credentials where id = p_id returning * into gone;
  if not found then
    raise exception 'There is no such credential, or your role does not allow deleting it.' using errcode = '42501';
  end if;
  delete from public.secrets
  where workspace_id = gone.workspace_id and owner_table = 'provider_credentials' and owner_id = gone.id;
end
$$;
comment on function public.delete_provider_credential(uuid) is 'Deletes a credential together with its sealed secret.';

-- Members cannot insert workspaces: founding one makes its OWNER, which no policy could allow before there is one.
create function public.create_workspace(p jsonb) returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  actor uuid := private.actor_id();
  new_id uuid := public.uuid_v7();
begin
  if not exists (select 1 from public.users where id = actor and is_active)
    or private.claims() ->> 'wsp' is not null or private.claimed_role() is distinct from 'OWNER' then
    raise exception 'Only a signed-in user may create a workspace.' using errcode = '42501';
  end if;
  insert into public.workspaces (id, owner_id, name, slug, description)
  values (new_id, actor, p ->> 'name', p ->> 'slug', p ->> 'description');
  insert into public.workspace_members (workspace_id, user_id, role) values (new_id, actor, 'OWNER');
  insert into public.projects (workspace_id, name) values (new_id, 'Default');
  return jsonb_build_object('id', new_id);
end
$$;
comment on function public.create_workspace(jsonb) is 'Founds a workspace with the caller as OWNER and a first project; answers its id.';

revoke all on function public.update_provider_credential(jsonb), public.delete_provider_credential(uuid),
  public.create_workspace(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.update_provider_credential(jsonb), public.delete_provider_credential(uuid),
  public.create_workspace(jsonb) to authenticated;
