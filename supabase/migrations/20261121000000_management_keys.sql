-- Keys of the management API. A key acts as the member who made it, with the lower of two rights, so it dies with the
-- membership. Every member makes their own; an ADMIN sees and ends all of them.

create function private.my_members() returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select id from public.workspace_members where user_id = private.actor_id()
$$;
comment on function private.my_members() is 'The caller''s own memberships.';

create table public.management_keys (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  member_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  key_prefix text not null,
  key_last4 text not null,
  key_hash text not null unique check (key_hash ~ '^[0-9a-f]{64}$'),
  role public.role not null,
  scopes text[] not null default '{}',
  allowed_ips cidr[] not null default '{}',
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_by uuid default private.actor_id() references public.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  foreign key (workspace_id, member_id) references public.workspace_members (workspace_id, id) on delete cascade
);
comment on table public.management_keys is 'Keys of the management API; key_hash is the hex SHA-256 of the key. No scopes means all that the role has.';
alter table public.management_keys enable row level security;
alter table public.management_keys force row level security;
revoke all on public.management_keys from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.management_keys to service_role;
create index on public.management_keys (workspace_id, member_id);
create index on public.management_keys (created_by);
call private.grant_columns('public.management_keys', 'select', '{key_hash}', 'authenticated');
grant insert on public.management_keys to authenticated;
grant update (name, revoked_at) on public.management_keys to authenticated;

revoke all on function private.my_members() from public, anon, authenticated, service_role;
grant execute on function private.my_members() to authenticated, service_role;

create policy management_keys_select on public.management_keys for select to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('VIEWER')) and member_id in (select private.my_members())));
create policy management_keys_insert on public.management_keys for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('VIEWER')) and member_id in (select private.my_members()));
create policy management_keys_update on public.management_keys for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('VIEWER')) and member_id in (select private.my_members())))
  with check (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('VIEWER')) and member_id in (select private.my_members())));

-- Nobody hands out more than they hold; a key that makes keys passes on neither a scope nor a day that it has not itself.
create function private.guard_management_key() returns trigger
  language plpgsql set search_path = ''
as $$
declare
  mine jsonb := coalesce(private.claims() -> 'scp', '[]');
  maker_expires timestamptz;
begin
  if current_user <> 'authenticated' then
    return new;
  end if;
  if private.my_role(new.workspace_id) > new.role then
    raise exception 'You cannot give a key a role above your own.' using errcode = '42501';
  end if;
  if private.claims() ->> 'act' is distinct from 'management_key' then
    return new;
  end if;
  if jsonb_array_length(mine) > 0 and (cardinality(new.scopes) = 0 or not mine @> to_jsonb(new.scopes)) then
    raise exception 'A management key cannot give a scope that it does not have.' using errcode = '42501';
  end if;
  select expires_at into maker_expires from public.management_keys where id = (private.claims() ->> 'aid')::uuid;
  if maker_expires is not null and (new.expires_at is null or new.expires_at > maker_expires) then
    raise exception 'A management key cannot make one that outlives it.' using errcode = '42501';
  end if;
  return new;
end
$$;
revoke all on function private.guard_management_key() from public, anon, authenticated, service_role;
create trigger guard_management_key before insert on public.management_keys
  for each row execute function private.guard_management_key();

create trigger set_updated_at before update on public.management_keys
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.management_keys
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger keep_revoked before update of revoked_at on public.management_keys
  for each row execute function private.keep_revoked();
-- Not on last_used_at: use is no change of configuration.
create trigger note_audit after insert or delete or update of name, role, scopes, allowed_ips, expires_at, revoked_at
  on public.management_keys
  for each row execute function private.note_audit('management_key', 'workspace_id', 'id', 'key_hash');
