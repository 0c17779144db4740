-- The Overview page in one call, from the rollups alone and with the reader's own rights. Percentiles come from the added
-- histograms: an average of percentiles would be none.

create function private.usage_points(
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
    u.total_tokens_input, u.total_tokens_output, u.total_cost_cents, u.latency_histogram -> 'b'
  from public.usage_hourly as u
  where p_bucket = 'hour' and u.workspace_id = p_workspace and u.hour >= p_from and u.hour < p_to
    and (p_project is null or u.project_id = p_project)
  union all
  select u.day::timestamp at time zone 'UTC', u.api_key_id, u.model, u.request_count, u.success_count, u.error_count,
    u.rate_limited_count, u.total_tokens_input, u.total_tokens_output, u.total_cost_cents, u.latency_histogram -> 'b'
  from public.usage_daily as u
  where p_bucket = 'day' and u.workspace_id = p_workspace
    and u.day >= (p_from at time zone 'UTC')::date and u.day < (p_to at time zone 'UTC')
    and (p_project is null or u.project_id = p_project)
$$;

create function private.usage_figures(
  p_requests numeric, p_successes numeric, p_errors numeric, p_limited numeric, p_input numeric, p_output numeric,
  p_cost numeric, p_counts jsonb
) returns jsonb
  language sql immutable set search_path = ''
as $$
  select jsonb_build_object(
    'request_count', coalesce(p_requests, 0), 'success_count', coalesce(p_successes, 0),
    'error_count', coalesce(p_errors, 0), 'rate_limited_count', coalesce(p_limited, 0),
    'total_tokens_input', coalesce(p_input, 0), 'total_tokens_output', coalesce(p_output, 0),
    'total_cost_cents', coalesce(p_cost, 0)::numeric(20, 7)::text,
    'latency_p50_ms', q.q[1], 'latency_p95_ms', q.q[2], 'latency_p99_ms', q.q[3]
  )
  from private.histogram_quantiles(coalesce(p_counts, '{}'), '{0.5,0.95,0.99}') as q (q)
$$;

create function private.usage_totals(
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
      from (select e.key, sum(e.value::bigint) as n from points as o, jsonb_each_text(o.counts) as e group by e.key) as h
    )
  )
  from points as p
$$;

create function public.usage_overview(
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
      from (select o.t, e.key, sum(e.value::bigint) as n from points as o, jsonb_each_text(o.counts) as e group by 1, 2) as h
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
comment on function public.usage_overview(uuid, timestamptz, timestamptz, text, uuid) is 'Series, totals, the equally long time before, top models and keys; buckets without requests are zeros.';

create function private.utc_text(p_time timestamptz) returns text
  language sql stable parallel safe set search_path = ''
  return to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

revoke all on function private.usage_points(uuid, timestamptz, timestamptz, text, uuid),
  private.usage_figures(numeric, numeric, numeric, numeric, numeric, numeric, numeric, jsonb),
  private.usage_totals(uuid, timestamptz, timestamptz, text, uuid), private.utc_text(timestamptz),
  public.usage_overview(uuid, timestamptz, timestamptz, text, uuid) from public, anon, authenticated, service_role;
grant execute on function private.usage_points(uuid, timestamptz, timestamptz, text, uuid),
  private.usage_figures(numeric, numeric, numeric, numeric, numeric, numeric, numeric, jsonb),
  private.usage_totals(uuid, timestamptz, timestamptz, text, uuid), private.utc_text(timestamptz),
  private.histogram_quantiles(jsonb, numeric[]),
  public.usage_overview(uuid, timestamptz, timestamptz, text, uuid) to authenticated, service_role;
