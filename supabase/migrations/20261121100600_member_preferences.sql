-- What a member sets for themselves: views they saved, what they want to be told, what they have read. A membership's end
-- takes them along; a shared view is read by the workspace and changed by whoever made it.

create table public.saved_views (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null default private.actor_id(),
  name text not null check (length(name) between 1 and 200),
  page text not null check (length(page) between 1 and 100),
  query jsonb not null default '{}',
  is_shared boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, user_id, page, name),
  foreign key (workspace_id, user_id) references public.workspace_members (workspace_id, user_id) on delete cascade
);
comment on table public.saved_views is 'Filters and columns of a page under a name.';
alter table public.saved_views enable row level security;
alter table public.saved_views force row level security;
revoke all on public.saved_views from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.saved_views to service_role;
create index on public.saved_views (user_id);
grant select on public.saved_views to authenticated;
grant insert on public.saved_views to authenticated;
call private.grant_columns('public.saved_views', 'update', '{created_at,id,updated_at,user_id,workspace_id}', 'authenticated');
grant delete on public.saved_views to authenticated;
create policy saved_views_select on public.saved_views for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')) and (is_shared or user_id = (select private.actor_id())));
create policy saved_views_insert on public.saved_views for insert to authenticated
  with check (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
create policy saved_views_update on public.saved_views for update to authenticated
  using (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')))
  with check (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
create policy saved_views_delete on public.saved_views for delete to authenticated
  using (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
create trigger set_updated_at before update on public.saved_views
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.saved_views
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.notification_preferences (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null default private.actor_id(),
  event text not null check (length(event) between 1 and 100),
  channel text not null default 'email' check (channel in ('email', 'in_app')),
  is_enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, user_id, event, channel),
  foreign key (workspace_id, user_id) references public.workspace_members (workspace_id, user_id) on delete cascade
);
comment on table public.notification_preferences is 'What a member wants to be told, and how.';
alter table public.notification_preferences enable row level security;
alter table public.notification_preferences force row level security;
revoke all on public.notification_preferences from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.notification_preferences to service_role;
create index on public.notification_preferences (user_id);
grant select on public.notification_preferences to authenticated;
grant insert on public.notification_preferences to authenticated;
call private.grant_columns('public.notification_preferences', 'update', '{created_at,updated_at,user_id,workspace_id}', 'authenticated');
grant delete on public.notification_preferences to authenticated;
create policy notification_preferences_select on public.notification_preferences for select to authenticated
  using (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
create policy notification_preferences_insert on public.notification_preferences for insert to authenticated
  with check (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
create policy notification_preferences_update on public.notification_preferences for update to authenticated
  using (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')))
  with check (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
create policy notification_preferences_delete on public.notification_preferences for delete to authenticated
  using (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
create trigger set_updated_at before update on public.notification_preferences
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.notification_preferences
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.event_reads (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null default private.actor_id(),
  event_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id, event_id),
  foreign key (workspace_id, user_id) references public.workspace_members (workspace_id, user_id) on delete cascade
);
comment on table public.event_reads is 'Alert events that a member has read.';
alter table public.event_reads enable row level security;
alter table public.event_reads force row level security;
revoke all on public.event_reads from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.event_reads to service_role;
create index on public.event_reads (user_id);
grant select on public.event_reads to authenticated;
grant insert on public.event_reads to authenticated;
grant delete on public.event_reads to authenticated;
create policy event_reads_select on public.event_reads for select to authenticated
  using (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
create policy event_reads_insert on public.event_reads for insert to authenticated
  with check (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
create policy event_reads_delete on public.event_reads for delete to authenticated
  using (user_id = (select private.actor_id()) and workspace_id in (select private.my_workspaces('VIEWER')));
