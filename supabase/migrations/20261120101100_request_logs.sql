-- One row a request. Partitioned by day, so that retention drops a table instead of deleting rows. No foreign keys but the
-- workspace: ids here are historical facts. Only the drain writes, through a function.

create table public.request_logs (
  id uuid not null generated always as (request_id) stored,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  api_key_id uuid,
  provider_id uuid,
  project_id uuid,
  team_id uuid,
  customer_id uuid,
  member_id uuid,
  end_user_id text,
  credential_id uuid,
  request_id uuid not null,
  trace_id text,
  parent_span_id text,
  method text,
  path text,
  query_params jsonb,
  status_code integer,
  error_code text,
  error_message text,
  decision text not null default 'allowed',
  internal_reason text,
  latency_ms numeric(14, 3) check (latency_ms >= 0),
  upstream_latency_ms numeric(14, 3),
  overhead_ms numeric(14, 3),
  time_to_first_byte_ms numeric(14, 3),
  request_size_bytes bigint check (request_size_bytes between 0 and 1000000000000000),
  response_size_bytes bigint check (response_size_bytes between 0 and 1000000000000000),
  tokens_input bigint check (tokens_input between 0 and 1000000000000),
  tokens_output bigint check (tokens_output between 0 and 1000000000000),
  tokens_total bigint check (tokens_total between 0 and 1000000000000),
  tokens_cached bigint check (tokens_cached between 0 and 1000000000000),
  tokens_reasoning bigint check (tokens_reasoning between 0 and 1000000000000),
  usage_estimated boolean not null default false,
  model text,
  requested_model text,
  cost_cents numeric(20, 7) check (cost_cents between -900719925 and 900719925),
  price_version_id uuid,
  rate_limited boolean not null default false,
  rate_limit_remaining bigint,
  rate_limit_reset_at timestamptz,
  retry_count integer not null default 0,
  is_retry boolean not null default false,
  original_request_id uuid,
  attempts jsonb,
  cache_hit boolean not null default false,
  cache_key text,
  client_ip inet,
  country text,
  region text,
  user_agent text,
  origin text,
  request_client text,
  request_host text,
  route text,
  endpoint_id uuid,
  routing_rule_id uuid,
  request_type text,
  is_stream boolean not null default false,
  tags text[] not null default '{}',
  session_id text,
  parent_request_id uuid,
  repeat_count integer not null default 1 check (repeat_count > 0),
  outcome text not null check (outcome in ('completed', 'partial', 'failed', 'interrupted', 'cancelled', 'refused')),
  created_at timestamptz not null,
  primary key (created_at, request_id)
) partition by range (created_at
);
comment on table public.request_logs is 'Every request that a key made: admitted ones once each, refusals in full or counted by repeat_count.';
alter table public.request_logs enable row level security;
alter table public.request_logs force row level security;
revoke all on public.request_logs from public, anon, authenticated, service_role;
grant select on public.request_logs to service_role;
create index on public.request_logs (workspace_id, created_at desc, request_id desc);
create index on public.request_logs (workspace_id, api_key_id, created_at desc);
create index on public.request_logs (request_id);
grant select on public.request_logs to authenticated;
create policy request_logs_select on public.request_logs for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));

create table public.request_details (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  request_id uuid not null,
  created_at timestamptz not null,
  timings jsonb,
  verdicts jsonb,
  price_lines jsonb,
  route_trace jsonb,
  request_headers jsonb,
  response_headers jsonb,
  primary key (created_at, request_id)
) partition by range (created_at
);
comment on table public.request_details is 'How a request was decided, priced and routed; headers redacted. Kept shorter than request_logs.';
alter table public.request_details enable row level security;
alter table public.request_details force row level security;
revoke all on public.request_details from public, anon, authenticated, service_role;
grant select on public.request_details to service_role;
create index on public.request_details (workspace_id, created_at desc);
create index on public.request_details (request_id);
grant select on public.request_details to authenticated;
create policy request_details_select on public.request_details for select to authenticated
  using (workspace_id in (select private.my_workspaces('DEVELOPER')));

create table public.dead_records (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid,
  request_id text,
  reason text not null,
  sqlstate text,
  record jsonb not null,
  created_at timestamptz not null default now()
);
comment on table public.dead_records is 'Records that could not be stored, with the reason. The workspace is what the record claimed.';
alter table public.dead_records enable row level security;
alter table public.dead_records force row level security;
revoke all on public.dead_records from public, anon, authenticated, service_role;
grant select, delete on public.dead_records to service_role;
create index on public.dead_records (workspace_id, created_at desc);
grant select on public.dead_records to authenticated;
create policy dead_records_select on public.dead_records for select to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create unique index dead_records_once on public.dead_records (request_id, md5(record::text)) nulls not distinct;

create table public.entity_names (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  entity_table text not null,
  entity_id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, entity_table, entity_id)
);
comment on table public.entity_names is 'What deleted things were called, so that evidence stays readable.';
alter table public.entity_names enable row level security;
alter table public.entity_names force row level security;
revoke all on public.entity_names from public, anon, authenticated, service_role;
grant select on public.entity_names to service_role;
grant select on public.entity_names to authenticated;
create policy entity_names_select on public.entity_names for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create function private.remember_name() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.entity_names (workspace_id, entity_table, entity_id, name)
  select old.workspace_id, tg_table_name, old.id, to_jsonb(old) ->> tg_argv[0]
  where exists (select 1 from public.workspaces where id = old.workspace_id)
  on conflict (workspace_id, entity_table, entity_id) do update set name = excluded.name;
  return null;
end
$$;
revoke all on function private.remember_name() from public, anon, authenticated, service_role;
create trigger remember_name after delete on public.customers
  for each row execute function private.remember_name('name');
create trigger remember_name after delete on public.teams
  for each row execute function private.remember_name('name');
create trigger remember_name after delete on public.projects
  for each row execute function private.remember_name('name');
create trigger remember_name after delete on public.end_users
  for each row execute function private.remember_name('external_id');
create trigger remember_name after delete on public.api_keys
  for each row execute function private.remember_name('name');
create trigger remember_name after delete on public.providers
  for each row execute function private.remember_name('name');
create trigger remember_name after delete on public.provider_credentials
  for each row execute function private.remember_name('name');
create trigger remember_name after delete on public.provider_endpoints
  for each row execute function private.remember_name('name');
create trigger remember_name after delete on public.rate_limits
  for each row execute function private.remember_name('name');
create trigger remember_name after delete on public.budgets
  for each row execute function private.remember_name('name');
