-- Who may call from where, and which models may be asked for: rules of a workspace or of one of its projects. A rule dies
-- with its project, since without it a ban for one project would become a ban for all.

create table public.geo_regions (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  code text not null check (code ~ '^[A-Z0-9_-]{2,32}$'),
  name text not null check (length(name) between 1 and 100),
  countries text[] not null check (array_to_string(countries, ',') ~ '^[A-Z]{2}(,[A-Z]{2})*$'),
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, code)
);
comment on table public.geo_regions is 'Named buckets of countries (ISO 3166-1 alpha-2); the shared ones are read by everyone.';
alter table public.geo_regions enable row level security;
alter table public.geo_regions force row level security;
revoke all on public.geo_regions from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.geo_regions to service_role;
grant select on public.geo_regions to authenticated;
grant insert on public.geo_regions to authenticated;
call private.grant_columns('public.geo_regions', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.geo_regions to authenticated;
create policy geo_regions_select on public.geo_regions for select to authenticated
  using (workspace_id in (select private.visible_workspaces()));
create policy geo_regions_insert on public.geo_regions for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy geo_regions_update on public.geo_regions for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy geo_regions_delete on public.geo_regions for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.geo_regions
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.geo_regions
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.geo_regions
  for each row execute function private.note_audit('geo_region', 'workspace_id', 'id');
create trigger touch_config after insert or delete or update of
    code, countries
  on public.geo_regions for each row execute function private.touch_config(
    'workspace', 'code', 'countries'
  );
insert into public.geo_regions (workspace_id, code, name, countries) values
  (private.nil(), 'EU', 'European Union', '{AT,BE,BG,CY,CZ,DE,DK,EE,ES,FI,FR,GR,HR,HU,IE,IT,LT,LU,LV,MT,NL,PL,PT,RO,SE,SI,SK}'),
  (private.nil(), 'EEA', 'European Economic Area', '{AT,BE,BG,CY,CZ,DE,DK,EE,ES,FI,FR,GR,HR,HU,IE,IS,IT,LI,LT,LU,LV,MT,NL,NO,PL,PT,RO,SE,SI,SK}'),
  (private.nil(), 'NORTH_AMERICA', 'North America', '{CA,MX,US}'),
  (private.nil(), 'DACH', 'Austria, Germany, Switzerland', '{AT,CH,DE}');

create table public.ip_rules (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  project_id uuid,
  cidr cidr not null,
  action public.rule_action not null,
  note text,
  is_active boolean not null default true,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique nulls not distinct (workspace_id, project_id, cidr, action),
  foreign key (workspace_id, project_id) references public.projects (workspace_id, id) on delete cascade
);
comment on table public.ip_rules is 'Addresses that may or may not call, for a workspace or one project.';
alter table public.ip_rules enable row level security;
alter table public.ip_rules force row level security;
revoke all on public.ip_rules from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.ip_rules to service_role;
create index on public.ip_rules (workspace_id, project_id);
grant select on public.ip_rules to authenticated;
grant insert on public.ip_rules to authenticated;
call private.grant_columns('public.ip_rules', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.ip_rules to authenticated;
create policy ip_rules_select on public.ip_rules for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy ip_rules_insert on public.ip_rules for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy ip_rules_update on public.ip_rules for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy ip_rules_delete on public.ip_rules for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.ip_rules
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.ip_rules
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.ip_rules
  for each row execute function private.note_audit('ip_rule', 'workspace_id', 'id');
create trigger touch_config after insert or delete or update of
    project_id, cidr, action, is_active
  on public.ip_rules for each row execute function private.touch_config(
    'workspace', 'project_id', 'cidr', 'action', 'is_active'
  );

create table public.geo_rules (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  project_id uuid,
  scope public.geo_scope not null,
  code text not null check (code ~ '^[A-Z0-9_-]{2,32}$'),
  action public.rule_action not null,
  note text,
  is_active boolean not null default true,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  check (scope <> 'country' or code ~ '^[A-Z]{2}$'),
  unique nulls not distinct (workspace_id, project_id, scope, code),
  foreign key (workspace_id, project_id) references public.projects (workspace_id, id) on delete cascade
);
comment on table public.geo_rules is 'Countries (ISO 3166-1 alpha-2) or regions (geo_regions.code) that may or may not call.';
alter table public.geo_rules enable row level security;
alter table public.geo_rules force row level security;
revoke all on public.geo_rules from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.geo_rules to service_role;
create index on public.geo_rules (workspace_id, project_id);
grant select on public.geo_rules to authenticated;
grant insert on public.geo_rules to authenticated;
call private.grant_columns('public.geo_rules', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.geo_rules to authenticated;
create policy geo_rules_select on public.geo_rules for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy geo_rules_insert on public.geo_rules for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy geo_rules_update on public.geo_rules for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy geo_rules_delete on public.geo_rules for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.geo_rules
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.geo_rules
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.geo_rules
  for each row execute function private.note_audit('geo_rule', 'workspace_id', 'id');
create trigger touch_config after insert or delete or update of
    project_id, scope, code, action, is_active
  on public.geo_rules for each row execute function private.touch_config(
    'workspace', 'project_id', 'scope', 'code', 'action', 'is_active'
  );

create table public.model_rules (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  project_id uuid,
  pattern text not null check (length(pattern) between 1 and 200),
  action public.rule_action not null,
  note text,
  is_active boolean not null default true,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique nulls not distinct (workspace_id, project_id, pattern),
  foreign key (workspace_id, project_id) references public.projects (workspace_id, id) on delete cascade
);
comment on table public.model_rules is 'Models that may or may not be asked for; * stands for anything but a slash.';
alter table public.model_rules enable row level security;
alter table public.model_rules force row level security;
revoke all on public.model_rules from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.model_rules to service_role;
create index on public.model_rules (workspace_id, project_id);
grant select on public.model_rules to authenticated;
grant insert on public.model_rules to authenticated;
call private.grant_columns('public.model_rules', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.model_rules to authenticated;
create policy model_rules_select on public.model_rules for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy model_rules_insert on public.model_rules for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy model_rules_update on public.model_rules for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy model_rules_delete on public.model_rules for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.model_rules
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.model_rules
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.model_rules
  for each row execute function private.note_audit('model_rule', 'workspace_id', 'id');
create trigger touch_config after insert or delete or update of
    project_id, pattern, action, is_active
  on public.model_rules for each row execute function private.touch_config(
    'workspace', 'project_id', 'pattern', 'action', 'is_active'
  );
