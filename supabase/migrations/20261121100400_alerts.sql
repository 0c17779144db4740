-- Alert rules, where their messages go, and what happened. Channels may hold tokens in their configuration, so no member
-- reads it back; what happened has no foreign keys, being history.

create table public.notification_channels (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  type public.channel_type not null,
  config jsonb not null default '{}' check (jsonb_typeof(config) = 'object'),
  secret_id uuid,
  display_target text,
  is_verified boolean not null default false,
  verified_at timestamptz,
  verification_token text,
  is_active boolean not null default true,
  last_sent_at timestamptz,
  failure_count integer not null default 0,
  last_failure_at timestamptz,
  last_failure_reason text,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, name),
  foreign key (workspace_id, secret_id) references public.secrets (workspace_id, id) on delete set null (secret_id)
);
comment on table public.notification_channels is 'Where alerts go. config is written by members and never read back; display_target is its masked address. verification_token is a hash.';
alter table public.notification_channels enable row level security;
alter table public.notification_channels force row level security;
revoke all on public.notification_channels from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.notification_channels to service_role;
create index on public.notification_channels (workspace_id, secret_id);
call private.grant_columns('public.notification_channels', 'select', '{config,verification_token}', 'authenticated');
call private.grant_columns('public.notification_channels', 'insert', '{failure_count,is_verified,last_failure_at,last_failure_reason,last_sent_at,verification_token,verified_at}', 'authenticated');
call private.grant_columns('public.notification_channels', 'update', '{created_at,failure_count,id,is_verified,last_failure_at,last_failure_reason,last_sent_at,type,updated_at,verification_token,verified_at,workspace_id}', 'authenticated');
grant delete on public.notification_channels to authenticated;
create policy notification_channels_select on public.notification_channels for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy notification_channels_insert on public.notification_channels for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy notification_channels_update on public.notification_channels for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy notification_channels_delete on public.notification_channels for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.notification_channels
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.notification_channels
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or delete or update of name, type, config, secret_id, display_target, is_verified, is_active on public.notification_channels
  for each row execute function private.note_audit('notification_channel', 'workspace_id', 'id', 'config', 'verification_token');

create table public.alert_rules (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  description text,
  condition_type public.alert_condition_type not null,
  condition_config jsonb not null default '{}' check (jsonb_typeof(condition_config) = 'object'),
  cooldown_secs integer not null default 900 check (cooldown_secs between 0 and 604800),
  cooldown_minutes integer generated always as (cooldown_secs / 60) stored,
  last_triggered_at timestamptz,
  triggered_count bigint not null default 0,
  is_active boolean not null default true,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, name)
);
comment on table public.alert_rules is 'What raises an alert. last_triggered_at and triggered_count are written by the evaluation.';
alter table public.alert_rules enable row level security;
alter table public.alert_rules force row level security;
revoke all on public.alert_rules from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.alert_rules to service_role;
grant select on public.alert_rules to authenticated;
call private.grant_columns('public.alert_rules', 'insert', '{last_triggered_at,triggered_count}', 'authenticated');
call private.grant_columns('public.alert_rules', 'update', '{cooldown_minutes,created_at,id,last_triggered_at,triggered_count,updated_at,workspace_id}', 'authenticated');
grant delete on public.alert_rules to authenticated;
create policy alert_rules_select on public.alert_rules for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy alert_rules_insert on public.alert_rules for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy alert_rules_update on public.alert_rules for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy alert_rules_delete on public.alert_rules for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.alert_rules
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.alert_rules
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or delete or update of name, description, condition_type, condition_config, cooldown_secs, is_active on public.alert_rules
  for each row execute function private.note_audit('alert_rule', 'workspace_id', 'id');
create trigger remember_name after delete on public.alert_rules
  for each row execute function private.remember_name('name');

create table public.alert_rule_channels (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  rule_id uuid not null,
  channel_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (rule_id, channel_id),
  foreign key (workspace_id, rule_id) references public.alert_rules (workspace_id, id) on delete cascade,
  foreign key (workspace_id, channel_id) references public.notification_channels (workspace_id, id) on delete cascade
);
comment on table public.alert_rule_channels is 'Channels that a rule tells.';
alter table public.alert_rule_channels enable row level security;
alter table public.alert_rule_channels force row level security;
revoke all on public.alert_rule_channels from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.alert_rule_channels to service_role;
create index on public.alert_rule_channels (workspace_id, rule_id);
create index on public.alert_rule_channels (workspace_id, channel_id);
grant select on public.alert_rule_channels to authenticated;
grant insert on public.alert_rule_channels to authenticated;
grant delete on public.alert_rule_channels to authenticated;
create policy alert_rule_channels_select on public.alert_rule_channels for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy alert_rule_channels_insert on public.alert_rule_channels for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy alert_rule_channels_delete on public.alert_rule_channels for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger note_audit after insert or update or delete on public.alert_rule_channels
  for each row execute function private.note_audit('alert_rule_channel', 'workspace_id', 'rule_id');

create table public.alert_events (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  rule_id uuid not null,
  trigger_value numeric,
  threshold_value numeric,
  message text not null,
  severity text not null default 'warning' check (severity in ('info', 'warning', 'critical')),
  notifications_sent integer not null default 0,
  notifications_failed integer not null default 0,
  triggered_at timestamptz not null default now(),
  acknowledged_at timestamptz,
  acknowledged_by uuid references public.users (id) on delete set null,
  resolved_at timestamptz,
  resolved_by uuid references public.users (id) on delete set null,
  resolution_note text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);
comment on table public.alert_events is 'Alerts that were raised; members acknowledge and resolve them.';
alter table public.alert_events enable row level security;
alter table public.alert_events force row level security;
revoke all on public.alert_events from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.alert_events to service_role;
create index on public.alert_events (workspace_id, triggered_at desc);
create index on public.alert_events (workspace_id, rule_id, triggered_at desc);
create index on public.alert_events (acknowledged_by);
create index on public.alert_events (resolved_by);
grant select on public.alert_events to authenticated;
call private.grant_columns('public.alert_events', 'update', '{created_at,id,message,notifications_failed,notifications_sent,rule_id,severity,threshold_value,trigger_value,triggered_at,updated_at,workspace_id}', 'authenticated');
create policy alert_events_select on public.alert_events for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy alert_events_update on public.alert_events for update to authenticated
  using (workspace_id in (select private.my_workspaces('DEVELOPER')))
  with check (workspace_id in (select private.my_workspaces('DEVELOPER')));
create trigger set_updated_at before update on public.alert_events
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.alert_events
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or delete or update of acknowledged_at, acknowledged_by, resolved_at, resolved_by, resolution_note on public.alert_events
  for each row execute function private.note_audit('alert_event', 'workspace_id', 'id');

create table public.alert_silences (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  rule_id uuid,
  reason text,
  starts_at timestamptz not null default now(),
  ends_at timestamptz not null,
  created_by uuid default private.actor_id() references public.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  check (ends_at > starts_at),
  foreign key (workspace_id, rule_id) references public.alert_rules (workspace_id, id) on delete cascade
);
comment on table public.alert_silences is 'Times in which a rule, or with null every rule, tells nobody.';
alter table public.alert_silences enable row level security;
alter table public.alert_silences force row level security;
revoke all on public.alert_silences from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.alert_silences to service_role;
create index on public.alert_silences (workspace_id, rule_id);
create index on public.alert_silences (workspace_id, ends_at);
create index on public.alert_silences (created_by);
grant select on public.alert_silences to authenticated;
grant insert on public.alert_silences to authenticated;
call private.grant_columns('public.alert_silences', 'update', '{created_at,created_by,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.alert_silences to authenticated;
create policy alert_silences_select on public.alert_silences for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy alert_silences_insert on public.alert_silences for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('DEVELOPER')));
create policy alert_silences_update on public.alert_silences for update to authenticated
  using (workspace_id in (select private.my_workspaces('DEVELOPER')))
  with check (workspace_id in (select private.my_workspaces('DEVELOPER')));
create policy alert_silences_delete on public.alert_silences for delete to authenticated
  using (workspace_id in (select private.my_workspaces('DEVELOPER')));
create trigger set_updated_at before update on public.alert_silences
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.alert_silences
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.alert_silences
  for each row execute function private.note_audit('alert_silence', 'workspace_id', 'id');
