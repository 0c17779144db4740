-- Workspaces, their members and the one pair of helpers on which every policy rests.
-- The reserved workspace is a row like any other, so that foreign keys and policies need no exception for it.

create table public.workspaces (
  id uuid primary key default public.uuid_v7(),
  owner_id uuid references public.users (id) on delete set null,
  name text not null check (length(name) between 1 and 100),
  slug text not null unique check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
  description text,
  logo_url text,
  plan public.plan_tier not null default 'free',
  plan_limits jsonb not null default '{}',
  credit_balance_cents numeric(20, 7) not null default 0 check (credit_balance_cents between -900719925 and 900719925),
  credit_logs_balance bigint not null default 0,
  settings jsonb not null default '{}',
  panic_mode boolean not null default false,
  onboarding_state jsonb not null default '{}',
  output_reserve_tokens integer not null default 4096 check (output_reserve_tokens between 1 and 1000000),
  on_ledger_outage text not null default 'closed' check (on_ledger_outage in ('closed', 'open')),
  is_demo boolean not null default false,
  config_hash text,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.workspaces is 'Tenants. The nil id is reserved for what all of them share.';
alter table public.workspaces enable row level security;
alter table public.workspaces force row level security;
revoke all on public.workspaces from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.workspaces to service_role;
create index on public.workspaces (owner_id);
grant select on public.workspaces to authenticated;
call private.grant_columns('public.workspaces', 'update', '{config_hash,created_at,credit_balance_cents,credit_logs_balance,id,is_demo,plan,plan_limits,updated_at}', 'authenticated');
create trigger set_updated_at before update on public.workspaces
  for each row execute function private.set_updated_at();

create table public.workspace_members (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null references public.users (id) on delete cascade,
  role public.role not null,
  notifications_enabled boolean not null default true,
  joined_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, user_id)
);
comment on table public.workspace_members is 'Who may do what in which workspace.';
alter table public.workspace_members enable row level security;
alter table public.workspace_members force row level security;
revoke all on public.workspace_members from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.workspace_members to service_role;
create index on public.workspace_members (user_id, workspace_id);
grant select on public.workspace_members to authenticated;
grant insert on public.workspace_members to authenticated;
call private.grant_columns('public.workspace_members', 'update', '{created_at,id,joined_at,updated_at,user_id,workspace_id}', 'authenticated');
grant delete on public.workspace_members to authenticated;
create trigger set_updated_at before update on public.workspace_members
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.workspace_members
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.workspace_invitations (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  email extensions.citext not null,
  role public.role not null,
  token text not null unique,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  invited_by uuid references public.users (id) on delete set null,
  invited_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);
comment on table public.workspace_invitations is 'Invitations to a workspace; token is a hash.';
alter table public.workspace_invitations enable row level security;
alter table public.workspace_invitations force row level security;
revoke all on public.workspace_invitations from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.workspace_invitations to service_role;
create index on public.workspace_invitations (workspace_id, email);
create index on public.workspace_invitations (invited_by);
call private.grant_columns('public.workspace_invitations', 'select', '{token}', 'authenticated');
grant insert on public.workspace_invitations to authenticated;
call private.grant_columns('public.workspace_invitations', 'update', '{accepted_at,created_at,email,id,invited_at,invited_by,token,updated_at,workspace_id}', 'authenticated');
create trigger set_updated_at before update on public.workspace_invitations
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.workspace_invitations
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();


create function private.claimed_role() returns public.role
  language sql stable set search_path = ''
  return case
    when private.claims() ->> 'rol' is null then 'OWNER'::public.role
    else (select r from unnest(enum_range(null::public.role)) as r where r::text = private.claims() ->> 'rol')
  end;
comment on function private.claimed_role() is 'The most a token allows: OWNER without the claim, null for a word that is no role.';

-- A management key or a step-down acts with the lower of two rights, and within one workspace if the token names it.
create function private.my_workspaces(p_role public.role) returns setof uuid
  language sql stable security definer set search_path = '' rows 8
as $$
  with token as materialized (
    select private.actor_id() as user_id, private.claimed_role() as role,
      nullif(private.claims() ->> 'wsp', '')::uuid as workspace_id
  )
  select m.workspace_id
  from token as t
  join public.users as u on u.id = t.user_id and u.is_active
  join public.workspace_members as m on m.user_id = u.id
  join public.workspaces as w on w.id = m.workspace_id and w.deleted_at is null
  where m.role <= p_role and t.role <= p_role and (t.workspace_id is null or t.workspace_id = m.workspace_id)
  union
  select private.nil()
  from token as t
  join public.users as u on u.id = t.user_id and u.is_active
  join public.operators as o on o.user_id = u.id
  where t.role <= p_role and (t.workspace_id is null or t.workspace_id = private.nil())
$$;
comment on function private.my_workspaces(public.role) is 'Workspaces in which the caller has at least this role; operators have the shared one.';

create function private.visible_workspaces() returns setof uuid
  language sql stable security definer set search_path = '' rows 9
as $$
  select private.my_workspaces('VIEWER')
  union
  select private.nil() from public.users as u where u.id = private.actor_id() and u.is_active
$$;
comment on function private.visible_workspaces() is 'The caller''s workspaces and the shared catalogue.';

create function private.my_co_members() returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select private.actor_id()
  union
  select m.user_id from public.workspace_members as m where m.workspace_id in (select private.my_workspaces('VIEWER'))
$$;
comment on function private.my_co_members() is 'Users who share a workspace with the caller, and the caller.';

revoke all on function private.claimed_role(), private.my_workspaces(public.role), private.visible_workspaces(),
  private.my_co_members() from public, anon, authenticated, service_role;
grant execute on function private.claimed_role(), private.my_workspaces(public.role), private.visible_workspaces(),
  private.my_co_members() to authenticated, service_role;

create policy member_profiles_select on public.member_profiles for select to authenticated
  using (user_id in (select private.my_co_members()));

create policy workspaces_select on public.workspaces for select to authenticated
  using (id in (select private.my_workspaces('VIEWER')));
create policy workspaces_update on public.workspaces for update to authenticated
  using (id in (select private.my_workspaces('ADMIN')))
  with check (id in (select private.my_workspaces('ADMIN')));

create policy workspace_members_select on public.workspace_members for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy workspace_members_insert on public.workspace_members for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy workspace_members_update on public.workspace_members for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy workspace_members_delete on public.workspace_members for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN'))
    or (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER'))));

create policy workspace_invitations_select on public.workspace_invitations for select to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create policy workspace_invitations_insert on public.workspace_invitations for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy workspace_invitations_update on public.workspace_invitations for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));


insert into public.workspaces (id, name, slug, description)
values (private.nil(), 'Shared', 'shared', 'Catalogue, prices and rules that all workspaces share.');
