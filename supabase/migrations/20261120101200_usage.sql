-- Rollups of request_logs, added to in the transaction that stores the rows. Dimensions are never null (nil id, '') because
-- they are the key. Marginals count one dimension each and are never summed across kinds.

create table public.usage_hourly (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  provider_id uuid not null,
  api_key_id uuid not null,
  project_id uuid not null,
  model text not null,
  hour timestamptz not null,
  request_count bigint not null default 0,
  success_count bigint not null default 0,
  error_count bigint not null default 0,
  rate_limited_count bigint not null default 0,
  cache_hit_count bigint not null default 0,
  latency_count bigint not null default 0,
  total_latency_ms numeric(20, 3) not null default 0,
  avg_latency_ms numeric(14, 3) generated always as (total_latency_ms / nullif(latency_count, 0)) stored,
  min_latency_ms numeric(14, 3),
  max_latency_ms numeric(14, 3),
  latency_p95_ms numeric(14, 3),
  latency_p99_ms numeric(14, 3),
  latency_p999_ms numeric(14, 3),
  latency_histogram jsonb not null default '{"v": 1, "b": {}}',
  total_request_bytes bigint not null default 0,
  total_response_bytes bigint not null default 0,
  total_tokens_input bigint not null default 0,
  total_tokens_output bigint not null default 0,
  total_tokens_cached bigint not null default 0,
  total_tokens_reasoning bigint not null default 0,
  total_cost_cents numeric(20, 7) not null default 0,
  error_4xx_count bigint not null default 0,
  error_5xx_count bigint not null default 0,
  timeout_count bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, hour, api_key_id, provider_id, project_id, model)
);
comment on table public.usage_hourly is 'Usage by key, provider, project, model and hour. Latency columns leave refusals out.';
alter table public.usage_hourly enable row level security;
alter table public.usage_hourly force row level security;
revoke all on public.usage_hourly from public, anon, authenticated, service_role;
grant select on public.usage_hourly to service_role;
grant select on public.usage_hourly to authenticated;
create policy usage_hourly_select on public.usage_hourly for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));

create table public.usage_daily (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  provider_id uuid not null,
  api_key_id uuid not null,
  project_id uuid not null,
  model text not null,
  day date not null,
  request_count bigint not null default 0,
  success_count bigint not null default 0,
  error_count bigint not null default 0,
  rate_limited_count bigint not null default 0,
  cache_hit_count bigint not null default 0,
  unique_api_keys integer not null default 0,
  hour_counts jsonb not null default '{}',
  peak_hour smallint,
  peak_hour_requests bigint,
  latency_count bigint not null default 0,
  total_latency_ms numeric(20, 3) not null default 0,
  avg_latency_ms numeric(14, 3) generated always as (total_latency_ms / nullif(latency_count, 0)) stored,
  min_latency_ms numeric(14, 3),
  max_latency_ms numeric(14, 3),
  latency_p95_ms numeric(14, 3),
  latency_p99_ms numeric(14, 3),
  latency_p999_ms numeric(14, 3),
  latency_histogram jsonb not null default '{"v": 1, "b": {}}',
  total_request_bytes bigint not null default 0,
  total_response_bytes bigint not null default 0,
  total_tokens_input bigint not null default 0,
  total_tokens_output bigint not null default 0,
  total_tokens_cached bigint not null default 0,
  total_tokens_reasoning bigint not null default 0,
  total_cost_cents numeric(20, 7) not null default 0,
  error_4xx_count bigint not null default 0,
  error_5xx_count bigint not null default 0,
  timeout_count bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, day, api_key_id, provider_id, project_id, model)
);
comment on table public.usage_daily is 'Usage by key, provider, project, model and UTC day; hour_counts holds its requests by hour.';
alter table public.usage_daily enable row level security;
alter table public.usage_daily force row level security;
revoke all on public.usage_daily from public, anon, authenticated, service_role;
grant select on public.usage_daily to service_role;
grant select on public.usage_daily to authenticated;
create policy usage_daily_select on public.usage_daily for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));

create table public.usage_minutely (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  provider_id uuid not null,
  api_key_id uuid not null,
  project_id uuid not null,
  model text not null,
  minute timestamptz not null,
  request_count bigint not null default 0,
  success_count bigint not null default 0,
  error_count bigint not null default 0,
  rate_limited_count bigint not null default 0,
  cache_hit_count bigint not null default 0,
  latency_count bigint not null default 0,
  total_latency_ms numeric(20, 3) not null default 0,
  avg_latency_ms numeric(14, 3) generated always as (total_latency_ms / nullif(latency_count, 0)) stored,
  min_latency_ms numeric(14, 3),
  max_latency_ms numeric(14, 3),
  latency_histogram jsonb not null default '{"v": 1, "b": {}}',
  total_request_bytes bigint not null default 0,
  total_response_bytes bigint not null default 0,
  total_tokens_input bigint not null default 0,
  total_tokens_output bigint not null default 0,
  total_tokens_cached bigint not null default 0,
  total_tokens_reasoning bigint not null default 0,
  total_cost_cents numeric(20, 7) not null default 0,
  error_4xx_count bigint not null default 0,
  error_5xx_count bigint not null default 0,
  timeout_count bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, minute, api_key_id, provider_id, project_id, model)
);
comment on table public.usage_minutely is 'Usage by minute for alerts, kept 48 hours.';
alter table public.usage_minutely enable row level security;
alter table public.usage_minutely force row level security;
revoke all on public.usage_minutely from public, anon, authenticated, service_role;
grant select on public.usage_minutely to service_role;
grant select on public.usage_minutely to authenticated;
create policy usage_minutely_select on public.usage_minutely for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create index on public.usage_minutely (minute);

create table public.usage_subject_hourly (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('team', 'customer', 'member', 'end_user', 'tag', 'endpoint', 'credential')),
  subject text not null,
  model text not null,
  hour timestamptz not null,
  request_count bigint not null default 0,
  success_count bigint not null default 0,
  error_count bigint not null default 0,
  rate_limited_count bigint not null default 0,
  cache_hit_count bigint not null default 0,
  latency_count bigint not null default 0,
  total_latency_ms numeric(20, 3) not null default 0,
  avg_latency_ms numeric(14, 3) generated always as (total_latency_ms / nullif(latency_count, 0)) stored,
  min_latency_ms numeric(14, 3),
  max_latency_ms numeric(14, 3),
  total_request_bytes bigint not null default 0,
  total_response_bytes bigint not null default 0,
  total_tokens_input bigint not null default 0,
  total_tokens_output bigint not null default 0,
  total_tokens_cached bigint not null default 0,
  total_tokens_reasoning bigint not null default 0,
  total_cost_cents numeric(20, 7) not null default 0,
  error_4xx_count bigint not null default 0,
  error_5xx_count bigint not null default 0,
  timeout_count bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, kind, hour, subject, model)
);
comment on table public.usage_subject_hourly is 'Marginals by subject and hour; beyond 10,000 subjects a day and kind the rest is (other).';
alter table public.usage_subject_hourly enable row level security;
alter table public.usage_subject_hourly force row level security;
revoke all on public.usage_subject_hourly from public, anon, authenticated, service_role;
grant select on public.usage_subject_hourly to service_role;
grant select on public.usage_subject_hourly to authenticated;
create policy usage_subject_hourly_select on public.usage_subject_hourly for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));

create table public.usage_subject_daily (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('team', 'customer', 'member', 'end_user', 'tag', 'endpoint', 'credential')),
  subject text not null,
  model text not null,
  day date not null,
  request_count bigint not null default 0,
  success_count bigint not null default 0,
  error_count bigint not null default 0,
  rate_limited_count bigint not null default 0,
  cache_hit_count bigint not null default 0,
  latency_count bigint not null default 0,
  total_latency_ms numeric(20, 3) not null default 0,
  avg_latency_ms numeric(14, 3) generated always as (total_latency_ms / nullif(latency_count, 0)) stored,
  min_latency_ms numeric(14, 3),
  max_latency_ms numeric(14, 3),
  total_request_bytes bigint not null default 0,
  total_response_bytes bigint not null default 0,
  total_tokens_input bigint not null default 0,
  total_tokens_output bigint not null default 0,
  total_tokens_cached bigint not null default 0,
  total_tokens_reasoning bigint not null default 0,
  total_cost_cents numeric(20, 7) not null default 0,
  error_4xx_count bigint not null default 0,
  error_5xx_count bigint not null default 0,
  timeout_count bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, kind, day, subject, model)
);
comment on table public.usage_subject_daily is 'Marginals by subject and day; beyond 10,000 subjects a day and kind the rest is (other).';
alter table public.usage_subject_daily enable row level security;
alter table public.usage_subject_daily force row level security;
revoke all on public.usage_subject_daily from public, anon, authenticated, service_role;
grant select on public.usage_subject_daily to service_role;
grant select on public.usage_subject_daily to authenticated;
create policy usage_subject_daily_select on public.usage_subject_daily for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));

create table public.usage_adjustments (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  request_id uuid,
  subjects jsonb not null default '{}',
  adjustment_id text,
  rule_id uuid,
  subject text not null default '',
  metric text check (metric in ('requests', 'input_tokens', 'output_tokens', 'total_tokens', 'cost_cents')),
  delta numeric(23, 7) not null,
  reason text not null check (reason in ('late_settle', 're_rating', 'batch', 'credit', 'reset')),
  created_at timestamptz not null default now()
);
comment on table public.usage_adjustments is 'Money and tokens that arrive after a record is closed: rows of their own, never edits. With a rule_id it corrects that rules counter alone.';
alter table public.usage_adjustments enable row level security;
alter table public.usage_adjustments force row level security;
revoke all on public.usage_adjustments from public, anon, authenticated, service_role;
grant select on public.usage_adjustments to service_role;
create index on public.usage_adjustments (workspace_id, created_at desc);
create index on public.usage_adjustments (workspace_id, request_id);
create index on public.usage_adjustments (rule_id);
grant select on public.usage_adjustments to authenticated;
create policy usage_adjustments_select on public.usage_adjustments for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create unique index usage_adjustments_once on public.usage_adjustments (workspace_id, adjustment_id, rule_id, subject, metric)
  nulls not distinct where adjustment_id is not null;
