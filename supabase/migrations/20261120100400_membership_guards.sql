-- Policies decide by workspace; these triggers decide what depends on the row before and after: nobody hands out more than
-- they hold, only an OWNER touches an OWNER, and a workspace never loses its last one.


create function private.my_role(p_workspace uuid) returns public.role
  language sql stable security definer set search_path = ''
as $$
  select r
  from unnest(enum_range(null::public.role)) as r
  where p_workspace in (select private.my_workspaces(r))
  order by r
  limit 1
$$;
comment on function private.my_role(uuid) is 'The caller''s effective role in a workspace, or null.';

create function private.guard_member() returns trigger
  language plpgsql set search_path = ''
as $$
declare
  mine public.role;
begin
  if current_user <> 'authenticated' then
    return coalesce(new, old);
  end if;
  mine := private.my_role(coalesce(new.workspace_id, old.workspace_id));
  if tg_op <> 'INSERT' and old.role = 'OWNER' and mine is distinct from 'OWNER' then
    raise exception 'Only an OWNER may change or remove an OWNER.' using errcode = '42501';
  end if;
  if tg_op <> 'DELETE' and (tg_op = 'INSERT' or new.role is distinct from old.role)
    and (mine is null or mine > new.role) then
    raise exception 'You cannot give a role above your own.' using errcode = '42501';
  end if;
  return coalesce(new, old);
end
$$;
create trigger guard_member before insert or update or delete on public.workspace_members
  for each row execute function private.guard_member();

create function private.guard_invitation() returns trigger
  language plpgsql set search_path = ''
as $$
declare
  mine public.role := private.my_role(new.workspace_id);
begin
  if current_user = 'authenticated' and (mine is null or mine > new.role) then
    raise exception 'You cannot invite to a role above your own.' using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_invitation before insert or update of role on public.workspace_invitations
  for each row execute function private.guard_invitation();

-- Two owners leaving at once would each see the other: the lock on the workspace makes the second look again.
create function private.keep_an_owner() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  perform 1 from public.workspaces where id = old.workspace_id for no key update;
  if found and not exists (
    select 1 from public.workspace_members where workspace_id = old.workspace_id and role = 'OWNER'
  ) then
    raise exception 'A workspace needs an OWNER: make another member OWNER first.' using errcode = '23514';
  end if;
  return null;
end
$$;
create trigger keep_an_owner_update after update of role on public.workspace_members
  for each row when (old.role = 'OWNER' and new.role <> 'OWNER') execute function private.keep_an_owner();
create trigger keep_an_owner_delete after delete on public.workspace_members
  for each row when (old.role = 'OWNER') execute function private.keep_an_owner();

create function private.guard_workspace() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  if current_user = 'authenticated' and private.my_role(old.id) is distinct from 'OWNER' then
    raise exception 'Only an OWNER may delete or transfer the workspace.' using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_workspace before update on public.workspaces
  for each row
  when (old.owner_id is distinct from new.owner_id or old.deleted_at is distinct from new.deleted_at)
  execute function private.guard_workspace();

create function private.keep_shared_workspace() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  raise exception 'The shared workspace cannot be deleted.' using errcode = '42501';
end
$$;
create trigger keep_shared_workspace_delete before delete on public.workspaces
  for each row when (old.id = '00000000-0000-0000-0000-000000000000') execute function private.keep_shared_workspace();
create trigger keep_shared_workspace_update before update on public.workspaces
  for each row
  when (old.id = '00000000-0000-0000-0000-000000000000' and (new.id <> old.id or new.deleted_at is not null))
  execute function private.keep_shared_workspace();

revoke all on function private.my_role(uuid), private.guard_member(), private.guard_invitation(),
  private.keep_an_owner(), private.guard_workspace(), private.keep_shared_workspace()
  from public, anon, authenticated, service_role;
grant execute on function private.my_role(uuid) to authenticated, service_role;
