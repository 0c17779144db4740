-- Optional levels inside a workspace: customers, teams, projects, end users and tags.
-- References between them carry the workspace, so that none can point into another tenant.

create table public.customers (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, name)
);
comment on table public.customers is 'Customers of a workspace, the level above teams.';
alter table public.customers enable row level security;
alter table public.customers force row level security;
revoke all on public.customers from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.customers to service_role;
grant select on public.customers to authenticated;
grant insert on public.customers to authenticated;
call private.grant_columns('public.customers', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.customers to authenticated;
create policy customers_select on public.customers for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy customers_insert on public.customers for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy customers_update on public.customers for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy customers_delete on public.customers for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.customers
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.customers
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.teams (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  customer_id uuid,
  name text not null check (length(name) between 1 and 200),
  metadata jsonb not null default '{}',
  profile jsonb not null default '{}',
  config jsonb not null default '{}',
  claims jsonb not null default '{}',
  blocked boolean not null default false,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, name),
  foreign key (workspace_id, customer_id) references public.customers (workspace_id, id) on delete set null (customer_id)
);
comment on table public.teams is 'Teams of a workspace.';
alter table public.teams enable row level security;
alter table public.teams force row level security;
revoke all on public.teams from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.teams to service_role;
create index on public.teams (workspace_id, customer_id);
grant select on public.teams to authenticated;
grant insert on public.teams to authenticated;
call private.grant_columns('public.teams', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.teams to authenticated;
create policy teams_select on public.teams for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy teams_insert on public.teams for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy teams_update on public.teams for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy teams_delete on public.teams for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.teams
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.teams
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.team_members (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  team_id uuid not null,
  user_id uuid not null,
  role text not null default 'member' check (role in ('lead', 'member')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (team_id, user_id),
  foreign key (workspace_id, team_id) references public.teams (workspace_id, id) on delete cascade,
  foreign key (workspace_id, user_id) references public.workspace_members (workspace_id, user_id) on delete cascade
);
comment on table public.team_members is 'Members of a workspace in its teams.';
alter table public.team_members enable row level security;
alter table public.team_members force row level security;
revoke all on public.team_members from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.team_members to service_role;
create index on public.team_members (workspace_id, team_id);
create index on public.team_members (workspace_id, user_id);
grant select on public.team_members to authenticated;
grant insert on public.team_members to authenticated;
call private.grant_columns('public.team_members', 'update', '{created_at,team_id,updated_at,user_id,workspace_id}', 'authenticated');
grant delete on public.team_members to authenticated;
create policy team_members_select on public.team_members for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy team_members_insert on public.team_members for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy team_members_update on public.team_members for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy team_members_delete on public.team_members for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.team_members
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.team_members
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.projects (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  team_id uuid,
  name text not null check (length(name) between 1 and 200),
  description text,
  color text,
  settings jsonb not null default '{}',
  thresholds jsonb not null default '{}',
  panic_mode boolean not null default false,
  config_hash text,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  foreign key (workspace_id, team_id) references public.teams (workspace_id, id) on delete set null (team_id)
);
comment on table public.projects is 'Projects of a workspace; soft-deleted, since evidence names them.';
alter table public.projects enable row level security;
alter table public.projects force row level security;
revoke all on public.projects from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.projects to service_role;
create index on public.projects (workspace_id, team_id);
grant select on public.projects to authenticated;
grant insert on public.projects to authenticated;
call private.grant_columns('public.projects', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
create policy projects_select on public.projects for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy projects_insert on public.projects for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy projects_update on public.projects for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.projects
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.projects
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create unique index projects_name_key on public.projects (workspace_id, name) where deleted_at is null;

create table public.end_users (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  external_id text not null check (length(external_id) between 1 and 256),
  alias text,
  blocked boolean not null default false,
  default_model text,
  allowed_model_region text,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, external_id)
);
comment on table public.end_users is 'End users of the applications, as the applications name them.';
alter table public.end_users enable row level security;
alter table public.end_users force row level security;
revoke all on public.end_users from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.end_users to service_role;
grant select on public.end_users to authenticated;
grant insert on public.end_users to authenticated;
call private.grant_columns('public.end_users', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.end_users to authenticated;
create policy end_users_select on public.end_users for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy end_users_insert on public.end_users for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy end_users_update on public.end_users for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy end_users_delete on public.end_users for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.end_users
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.end_users
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.tags (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 64),
  description text,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, name)
);
comment on table public.tags is 'Described tags; requests may carry others too.';
alter table public.tags enable row level security;
alter table public.tags force row level security;
revoke all on public.tags from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.tags to service_role;
grant select on public.tags to authenticated;
grant insert on public.tags to authenticated;
call private.grant_columns('public.tags', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.tags to authenticated;
create policy tags_select on public.tags for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy tags_insert on public.tags for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy tags_update on public.tags for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy tags_delete on public.tags for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.tags
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.tags
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
