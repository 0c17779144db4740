-- Closed budget periods and, where a workspace asks for them, the bodies of requests. Both are evidence: no foreign keys but
-- the workspace. Bodies have a retention of their own and no reader below DEVELOPER.

create table public.budget_history (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  budget_id uuid not null,
  period_start_date timestamptz not null,
  period_end_date timestamptz not null,
  budget_amount_cents numeric(20, 7) not null,
  actual_spent_cents numeric(23, 7) not null,
  request_count bigint not null,
  error_count bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  check (period_end_date > period_start_date),
  unique (budget_id, period_start_date)
);
comment on table public.budget_history is 'What a budget was and what was spent of it, one row a closed period.';
alter table public.budget_history enable row level security;
alter table public.budget_history force row level security;
revoke all on public.budget_history from public, anon, authenticated, service_role;
grant select on public.budget_history to service_role;
create index on public.budget_history (workspace_id, budget_id, period_start_date desc);
grant select on public.budget_history to authenticated;
create policy budget_history_select on public.budget_history for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create trigger set_updated_at before update on public.budget_history
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.budget_history
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.request_bodies (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  request_id uuid not null,
  request text,
  response text,
  is_truncated boolean not null default false,
  created_at timestamptz not null,
  primary key (created_at, request_id)
) partition by range (created_at);
comment on table public.request_bodies is 'Bodies of requests, stored only where a workspace asks for it. Partitioned by day, kept shorter than request_logs.';
alter table public.request_bodies enable row level security;
alter table public.request_bodies force row level security;
revoke all on public.request_bodies from public, anon, authenticated, service_role;
grant select on public.request_bodies to service_role;
create index on public.request_bodies (workspace_id, created_at desc);
create index on public.request_bodies (request_id);
grant select on public.request_bodies to authenticated;
create policy request_bodies_select on public.request_bodies for select to authenticated
  using (workspace_id in (select private.my_workspaces('DEVELOPER')));

-- A leaky bucket's longest wait goes by two names.
alter table public.rate_limits add column timeout_ms bigint generated always as (max_wait_ms) stored;
comment on column public.rate_limits.timeout_ms is 'How long a caller waits in a leaky bucket: max_wait_ms by its other name.';
revoke insert, update on public.rate_limits from authenticated;
call private.grant_columns('public.rate_limits', 'insert', '{scope,timeout_ms}', 'authenticated');
call private.grant_columns('public.rate_limits', 'update', '{created_at,id,scope,timeout_ms,updated_at,workspace_id}', 'authenticated');

create or replace function public.ensure_partitions(p_days integer) returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  parent text;
  today date := (now() at time zone 'UTC')::date;
  made integer := 0;
begin
  if p_days is null or p_days not between 0 and 60 then
    raise exception 'ensure_partitions takes 0 to 60 days, not %.', p_days using errcode = '22023';
  end if;
  foreach parent in array array['request_logs', 'request_details', 'request_bodies'] loop
    for ahead in -1..p_days loop
      made := made + private.ensure_partition(parent, today + ahead)::integer;
    end loop;
  end loop;
  return jsonb_build_object('created', made);
end
$$;
do $$ begin perform public.ensure_partitions(7); end $$;
