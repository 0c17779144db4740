-- What leaves the system: webhooks and their deliveries, the outbox from which jobs send, mail, and the leases under which
-- one of many instances runs a job. Only jobs write most of it; mail may hold sign-in links, so no member reads its text.

create table public.webhooks (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  description text,
  url text not null check (url ~ '^https?://'),
  secret uuid,
  events public.webhook_event[] not null default '{}',
  filter_provider_ids uuid[] not null default '{}',
  filter_project_ids uuid[] not null default '{}',
  timeout_ms integer not null default 10000 check (timeout_ms between 100 and 60000),
  max_retries integer not null default 5 check (max_retries between 0 and 20),
  is_active boolean not null default true,
  last_triggered_at timestamptz,
  consecutive_failures integer not null default 0,
  last_failure_at timestamptz,
  last_failure_reason text,
  disabled_at timestamptz,
  disabled_reason text,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, name),
  foreign key (workspace_id, secret) references public.secrets (workspace_id, id) on delete set null (secret)
);
comment on table public.webhooks is 'Addresses that are told of events. secret names the row of secrets that signs the deliveries.';
alter table public.webhooks enable row level security;
alter table public.webhooks force row level security;
revoke all on public.webhooks from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.webhooks to service_role;
create index on public.webhooks (workspace_id, secret);
call private.grant_columns('public.webhooks', 'select', '{secret}', 'authenticated');
call private.grant_columns('public.webhooks', 'insert', '{consecutive_failures,last_failure_at,last_failure_reason,last_triggered_at}', 'authenticated');
call private.grant_columns('public.webhooks', 'update', '{consecutive_failures,created_at,id,last_failure_at,last_failure_reason,last_triggered_at,updated_at,workspace_id}', 'authenticated');
grant delete on public.webhooks to authenticated;
create policy webhooks_select on public.webhooks for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy webhooks_insert on public.webhooks for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy webhooks_update on public.webhooks for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy webhooks_delete on public.webhooks for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.webhooks
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.webhooks
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or delete or update of name, description, url, secret, events, filter_provider_ids, filter_project_ids, timeout_ms, max_retries, is_active, disabled_at, disabled_reason on public.webhooks
  for each row execute function private.note_audit('webhook', 'workspace_id', 'id', 'secret');
create trigger remember_name after delete on public.webhooks
  for each row execute function private.remember_name('name');
create trigger remember_name after delete on public.notification_channels
  for each row execute function private.remember_name('name');

create table public.webhook_deliveries (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  webhook_id uuid not null,
  event_type public.webhook_event not null,
  payload jsonb not null,
  attempt_number integer not null default 1 check (attempt_number > 0),
  request_headers jsonb,
  request_body text,
  response_status integer,
  response_headers jsonb,
  response_body text,
  latency_ms numeric(14, 3),
  success boolean,
  error_message text,
  next_retry_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);
comment on table public.webhook_deliveries is 'Attempts to deliver a webhook.';
alter table public.webhook_deliveries enable row level security;
alter table public.webhook_deliveries force row level security;
revoke all on public.webhook_deliveries from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.webhook_deliveries to service_role;
create index on public.webhook_deliveries (workspace_id, webhook_id, created_at desc);
create index on public.webhook_deliveries (workspace_id, created_at desc);
create index on public.webhook_deliveries (next_retry_at);
grant select on public.webhook_deliveries to authenticated;
create policy webhook_deliveries_select on public.webhook_deliveries for select to authenticated
  using (workspace_id in (select private.my_workspaces('DEVELOPER')));
create trigger set_updated_at before update on public.webhook_deliveries
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.webhook_deliveries
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.outbox (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (length(kind) between 1 and 100),
  payload jsonb not null default '{}',
  available_at timestamptz not null default now(),
  attempts integer not null default 0,
  locked_until timestamptz,
  done_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);
comment on table public.outbox is 'Work to be done after a commit, taken under a lock that expires.';
alter table public.outbox enable row level security;
alter table public.outbox force row level security;
revoke all on public.outbox from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.outbox to service_role;
create index on public.outbox (done_at);
create trigger set_updated_at before update on public.outbox
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.outbox
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create index outbox_waiting on public.outbox (available_at) where done_at is null;

create table public.mail_messages (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text,
  sent_at timestamptz,
  error_message text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);
comment on table public.mail_messages is 'Mail that was sent, or would be where no server is set up. Bodies may hold sign-in links.';
alter table public.mail_messages enable row level security;
alter table public.mail_messages force row level security;
revoke all on public.mail_messages from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.mail_messages to service_role;
create index on public.mail_messages (workspace_id, created_at desc);
call private.grant_columns('public.mail_messages', 'select', '{body_html,body_text}', 'authenticated');
create policy mail_messages_select on public.mail_messages for select to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.mail_messages
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.mail_messages
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.cron_jobs (
  name text primary key check (length(name) between 1 and 100),
  holder text,
  lease_until timestamptz,
  last_run_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.cron_jobs is 'Leases of recurring jobs: one instance runs each at a time.';
alter table public.cron_jobs enable row level security;
alter table public.cron_jobs force row level security;
revoke all on public.cron_jobs from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.cron_jobs to service_role;
create trigger set_updated_at before update on public.cron_jobs
  for each row execute function private.set_updated_at();
