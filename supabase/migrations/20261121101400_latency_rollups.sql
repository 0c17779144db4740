-- Percentiles over weeks came from adding up the histograms of every key, provider and model: more than a second in a large
-- workspace. The same counts, by project alone, are kept beside them, and the page adds up some hundred rows.

create table public.usage_latency_hourly (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  project_id uuid not null,
  hour timestamptz not null,
  counts jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, hour, project_id)
);
comment on table public.usage_latency_hourly is 'Latency histograms by project and hour, for percentiles of a page without adding up those of every key and model.';
alter table public.usage_latency_hourly enable row level security;
alter table public.usage_latency_hourly force row level security;
revoke all on public.usage_latency_hourly from public, anon, authenticated, service_role;
grant select on public.usage_latency_hourly to service_role;
grant select on public.usage_latency_hourly to authenticated;
create policy usage_latency_hourly_select on public.usage_latency_hourly for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));

create table public.usage_latency_daily (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  project_id uuid not null,
  day date not null,
  counts jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, day, project_id)
);
comment on table public.usage_latency_daily is 'Latency histograms by project and day, for percentiles of a page without adding up those of every key and model.';
alter table public.usage_latency_daily enable row level security;
alter table public.usage_latency_daily force row level security;
revoke all on public.usage_latency_daily from public, anon, authenticated, service_role;
grant select on public.usage_latency_daily to service_role;
grant select on public.usage_latency_daily to authenticated;
create policy usage_latency_daily_select on public.usage_latency_daily for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));

create function private.roll_up_latency(p_facts private.usage_fact[]) returns void
  language sql set search_path = ''
as $$
  insert into public.usage_latency_hourly as t (workspace_id, project_id, hour, counts)
  select f.workspace_id, f.project_id, date_trunc('hour', f.created_at, 'UTC') as bucket_start,
    private.sum_by_key(array_agg(f.bucket), array_agg(1::bigint))
  from unnest(p_facts) as f
  where f.bucket is not null
  group by 1, 2, 3
  order by 1, 3, 2
  on conflict (workspace_id, hour, project_id) do update
    set counts = private.merge_counts(t.counts, excluded.counts), updated_at = now();
  insert into public.usage_latency_daily as t (workspace_id, project_id, day, counts)
  select f.workspace_id, f.project_id, (f.created_at at time zone 'UTC')::date as bucket_start,
    private.sum_by_key(array_agg(f.bucket), array_agg(1::bigint))
  from unnest(p_facts) as f
  where f.bucket is not null
  group by 1, 2, 3
  order by 1, 3, 2
  on conflict (workspace_id, day, project_id) do update
    set counts = private.merge_counts(t.counts, excluded.counts), updated_at = now();
$$;

insert into public.usage_latency_hourly (workspace_id, project_id, hour, counts)
select s.workspace_id, s.project_id, s.hour, jsonb_object_agg(s.key, s.n)
from (
  select u.workspace_id, u.project_id, u.hour, e.key, sum(e.value::bigint) as n
  from public.usage_hourly as u, jsonb_each_text(u.latency_histogram -> 'b') as e
  group by 1, 2, 3, 4
) as s
group by 1, 2, 3;
insert into public.usage_latency_daily (workspace_id, project_id, day, counts)
select s.workspace_id, s.project_id, s.day, jsonb_object_agg(s.key, s.n)
from (
  select u.workspace_id, u.project_id, u.day, e.key, sum(e.value::bigint) as n
  from public.usage_daily as u, jsonb_each_text(u.latency_histogram -> 'b') as e
  group by 1, 2, 3, 4
) as s
group by 1, 2, 3;

create function private.latency_points(
  p_workspace uuid, p_from timestamptz, p_to timestamptz, p_bucket text, p_project uuid
) returns table (t timestamptz, counts jsonb)
  language sql stable set search_path = ''
as $$
  select u.minute, u.latency_histogram -> 'b'
  from public.usage_minutely as u
  where p_bucket = 'minute' and u.workspace_id = p_workspace and u.minute >= p_from and u.minute < p_to
    and (p_project is null or u.project_id = p_project)
  union all
  select u.hour, u.counts
  from public.usage_latency_hourly as u
  where p_bucket = 'hour' and u.workspace_id = p_workspace and u.hour >= p_from and u.hour < p_to
    and (p_project is null or u.project_id = p_project)
  union all
  select u.day::timestamp at time zone 'UTC', u.counts
  from public.usage_latency_daily as u
  where p_bucket = 'day' and u.workspace_id = p_workspace
    and u.day >= (p_from at time zone 'UTC')::date and u.day < (p_to at time zone 'UTC')
    and (p_project is null or u.project_id = p_project)
$$;

create or replace function private.usage_points(
  p_workspace uuid, p_from timestamptz, p_to timestamptz, p_bucket text, p_project uuid
) returns table (
  t timestamptz, api_key_id uuid, model text, request_count bigint, success_count bigint, error_count bigint,
  rate_limited_count bigint, tokens_input bigint, tokens_output bigint, cost_cents numeric, counts jsonb
)
  language sql stable set search_path = ''
as $$
  select u.minute, u.api_key_id, u.model, u.request_count, u.success_count, u.error_count, u.rate_limited_count,
    u.total_tokens_input, u.total_tokens_output, u.total_cost_cents, u.latency_histogram -> 'b'
  from public.usage_minutely as u
  where p_bucket = 'minute' and u.workspace_id = p_workspace and u.minute >= p_from and u.minute < p_to
    and (p_project is null or u.project_id = p_project)
  union all
  select u.hour, u.api_key_id, u.model, u.request_count, u.success_count, u.error_count, u.rate_limited_count,
    u.total_tokens_input, u.total_tokens_output, u.total_cost_cents, null
  from public.usage_hourly as u
  where p_bucket = 'hour' and u.workspace_id = p_workspace and u.hour >= p_from and u.hour < p_to
    and (p_project is null or u.project_id = p_project)
  union all
  select u.day::timestamp at time zone 'UTC', u.api_key_id, u.model, u.request_count, u.success_count, u.error_count,
    u.rate_limited_count, u.total_tokens_input, u.total_tokens_output, u.total_cost_cents, null
  from public.usage_daily as u
  where p_bucket = 'day' and u.workspace_id = p_workspace
    and u.day >= (p_from at time zone 'UTC')::date and u.day < (p_to at time zone 'UTC')
    and (p_project is null or u.project_id = p_project)
$$;

create or replace function private.usage_totals(
  p_workspace uuid, p_from timestamptz, p_to timestamptz, p_bucket text, p_project uuid
) returns jsonb
  language sql stable set search_path = ''
as $$
  with points as materialized (select * from private.usage_points(p_workspace, p_from, p_to, p_bucket, p_project))
  select private.usage_figures(
    sum(p.request_count), sum(p.success_count), sum(p.error_count), sum(p.rate_limited_count), sum(p.tokens_input),
    sum(p.tokens_output), sum(p.cost_cents),
    (
      select jsonb_object_agg(h.key, h.n)
      from (
        select e.key, sum(e.value::bigint) as n
        from private.latency_points(p_workspace, p_from, p_to, p_bucket, p_project) as o, jsonb_each_text(o.counts) as e
        group by e.key
      ) as h
    )
  )
  from points as p
$$;

create or replace function public.usage_overview(
  p_workspace uuid, p_from timestamptz, p_to timestamptz, p_bucket text, p_project uuid default null
) returns jsonb
  language plpgsql stable set search_path = ''
as $$
declare
  step interval;
  first_bucket timestamptz;
  last_bucket timestamptz;
begin
  if p_bucket is null or p_bucket not in ('minute', 'hour', 'day') then
    raise exception 'The bucket is minute, hour or day, not %.', coalesce(p_bucket, 'null') using errcode = '22023';
  end if;
  step := ('1 ' || p_bucket)::interval;
  first_bucket := date_trunc(p_bucket, p_from, 'UTC');
  if p_to is null or p_from is null or p_to <= p_from or p_to - first_bucket > 5000 * step then
    raise exception 'Ask for a time after its start, of at most 5000 buckets.' using errcode = '22023';
  end if;
  last_bucket := date_trunc(p_bucket, p_to - interval '1 microsecond', 'UTC');

  return (
    with points as materialized (
      select * from private.usage_points(p_workspace, first_bucket, p_to, p_bucket, p_project)
    ), histograms as (
      select h.t, jsonb_object_agg(h.key, h.n) as counts
      from (
        select o.t, e.key, sum(e.value::bigint) as n
        from private.latency_points(p_workspace, first_bucket, p_to, p_bucket, p_project) as o, jsonb_each_text(o.counts) as e
        group by 1, 2
      ) as h
      group by h.t
    ), series as (
      select b.t, private.usage_figures(
          sum(o.request_count), sum(o.success_count), sum(o.error_count), sum(o.rate_limited_count),
          sum(o.tokens_input), sum(o.tokens_output), sum(o.cost_cents),
          (select h.counts from histograms as h where h.t = b.t)
        ) as figures
      from generate_series(first_bucket, last_bucket, step, 'UTC') as b (t)
      left join points as o on o.t = b.t
      group by b.t
    ), models as (
      select o.model, sum(o.request_count) as n, sum(o.tokens_input + o.tokens_output) as tokens, sum(o.cost_cents) as cost
      from points as o where o.model <> '' group by 1 order by cost desc, n desc, o.model limit 10
    ), keys as (
      select o.api_key_id, sum(o.request_count) as n, sum(o.tokens_input + o.tokens_output) as tokens,
        sum(o.cost_cents) as cost
      from points as o where o.api_key_id <> private.nil() group by 1 order by cost desc, n desc, o.api_key_id limit 10
    )
    select jsonb_build_object(
      'from', private.utc_text(p_from), 'to', private.utc_text(p_to), 'bucket', p_bucket,
      'totals', private.usage_totals(p_workspace, first_bucket, p_to, p_bucket, p_project),
      'previous', private.usage_totals(
        p_workspace, first_bucket - (p_to - first_bucket), first_bucket, p_bucket, p_project
      ),
      'series', (
        select jsonb_agg(s.figures || jsonb_build_object('t', private.utc_text(s.t)) order by s.t) from series as s
      ),
      'top_models', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'model', m.model, 'request_count', m.n, 'total_tokens', m.tokens, 'total_cost_cents', m.cost::text
        ) order by m.cost desc, m.n desc, m.model), '[]')
        from models as m
      ),
      'top_keys', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'api_key_id', k.api_key_id,
          'name', coalesce(
            (select a.name from public.api_keys as a where a.id = k.api_key_id),
            (select e.name from public.entity_names as e
              where e.workspace_id = p_workspace and e.entity_table = 'api_keys' and e.entity_id = k.api_key_id)
          ),
          'request_count', k.n, 'total_tokens', k.tokens, 'total_cost_cents', k.cost::text
        ) order by k.cost desc, k.n desc, k.api_key_id), '[]')
        from keys as k
      )
    )
  );
end
$$;

create or replace function public.record_requests(p_records jsonb) returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  stored public.request_logs[];
  bad jsonb := '[]';
  facts private.usage_fact[];
  marginals private.usage_marginal[];
begin
  if jsonb_typeof(p_records) is distinct from 'array' then
    raise exception 'record_requests takes an array of records.' using errcode = '22023';
  end if;
  begin
    stored := private.insert_requests(p_records);
  exception when others then
    if not private.is_bad_data(sqlstate) then
      raise;
    end if;
    bad := null;
  end;
  if bad is null then
    bad := private.find_bad_records(p_records);
    stored := private.insert_requests((
      select coalesce(jsonb_agg(e.value order by e.n), '[]')
      from jsonb_array_elements(p_records) with ordinality as e (value, n)
      where not exists (select 1 from jsonb_array_elements(bad) as b (value) where b.value -> 'record' = e.value)
    ));
    perform private.bury_records(bad);
  end if;

  if cardinality(stored) > 0 then
    facts := private.usage_facts(stored);
    perform private.roll_up_hourly(facts);
    perform private.roll_up_daily(facts);
    perform private.roll_up_minutely(facts);
    perform private.roll_up_latency(facts);
    marginals := private.usage_marginals(facts);
    if marginals is not null then
      marginals := private.cap_marginals(marginals);
      perform private.roll_up_subject_hourly(marginals);
      perform private.roll_up_subject_daily(marginals);
    end if;
    perform private.count_key_usage(facts);
  end if;
  return jsonb_build_object(
    'stored', cardinality(stored),
    'duplicate', jsonb_array_length(p_records) - cardinality(stored) - jsonb_array_length(bad),
    'dead', jsonb_array_length(bad)
  );
end
$$;

revoke all on function private.roll_up_latency(private.usage_fact[]),
  private.latency_points(uuid, timestamptz, timestamptz, text, uuid) from public, anon, authenticated, service_role;
grant execute on function private.latency_points(uuid, timestamptz, timestamptz, text, uuid) to authenticated, service_role;

-- Failures of one key over weeks, too.
create index on public.request_logs (workspace_id, api_key_id, created_at desc, request_id desc) where status_code >= 400;
