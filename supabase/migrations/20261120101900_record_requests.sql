-- The drain's one door. A batch is stored and rolled up in one transaction, exactly once however often and however
-- concurrently it is delivered: only rows that were not there count. Tables and, within them, rows are always taken in the
-- same order, so that batches cannot deadlock. A record that cannot be stored is put aside with the reason.

-- Sparse log histogram, version 1: bucket i holds values in (1.02^(i-1), 1.02^i] ms. Counts per bucket add up.
create function private.latency_bucket(p_ms numeric) returns integer
  language sql immutable parallel safe set search_path = ''
  return ceil(ln(greatest(p_ms, 0.001)::float8) / ln(1.02::float8))::integer;

create function private.sum_by_key(p_keys integer[], p_weights bigint[]) returns jsonb
  language plpgsql immutable parallel safe set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(s.k, s.w), '{}')
    from (select u.k, sum(u.w) as w from unnest(p_keys, p_weights) as u (k, w) where u.k is not null group by u.k) as s
  );
end
$$;

-- plpgsql keeps its plans for the session; as a SQL function each call would plan anew.
create function private.merge_counts(p_a jsonb, p_b jsonb) returns jsonb
  language plpgsql immutable parallel safe set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(s.key, s.n), '{}')
    from (
      select e.key, sum(e.value::bigint) as n
      from (select * from jsonb_each_text(p_a) union all select * from jsonb_each_text(p_b)) as e
      group by e.key
    ) as s
  );
end
$$;
comment on function private.merge_counts(jsonb, jsonb) is 'Adds two objects of counts key by key.';

-- The middle of a bucket is within 1 % of every value in it. Walks down from the top, where the asked quantiles lie.
create function private.histogram_quantiles(p_counts jsonb, p_quantiles numeric[]) returns numeric[]
  language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  buckets integer[];
  counts bigint[];
  total bigint;
  below bigint;
  wanted integer := cardinality(p_quantiles);
  result numeric[] := array_fill(null::numeric, array[wanted]);
begin
  select array_agg(e.key::integer order by e.key::integer), array_agg(e.value::bigint order by e.key::integer),
      sum(e.value::bigint)
    into buckets, counts, total
  from jsonb_each_text(p_counts) as e;
  below := total;
  for n in reverse coalesce(cardinality(buckets), 0)..1 loop
    below := below - counts[n];
    while wanted > 0 and below < ceil(p_quantiles[wanted] * total) loop
      result[wanted] := round((2 * power(1.02::float8, buckets[n]) / 2.02)::numeric, 3);
      wanted := wanted - 1;
    end loop;
    exit when wanted = 0;
  end loop;
  return result;
end
$$;
comment on function private.histogram_quantiles(jsonb, numeric[]) is 'Quantiles in ms of a histogram''s counts, asked in ascending order; null without any.';

create function private.peak(p_hours jsonb, out hour smallint, out requests bigint)
  language sql immutable parallel safe set search_path = ''
as $$
  select e.key::smallint, e.value::bigint from jsonb_each_text(p_hours) as e order by e.value::bigint desc, e.key::smallint limit 1
$$;

-- What the rollups need of one stored row, worked out once.
create type private.usage_fact as (
  workspace_id uuid, api_key_id uuid, provider_id uuid, project_id uuid, model text, created_at timestamptz, client_ip inet,
  team_id uuid, customer_id uuid, member_id uuid, end_user_id text, endpoint_id uuid, credential_id uuid, tags text[],
  requests bigint, successes bigint, errors bigint, limited bigint, hits bigint, errors_4xx bigint, errors_5xx bigint,
  timeouts bigint, latency_ms numeric, bucket integer, request_bytes bigint, response_bytes bigint, tokens_input bigint,
  tokens_output bigint, tokens_cached bigint, tokens_reasoning bigint, cost_cents numeric
);
create type private.usage_marginal as (
  workspace_id uuid, kind text, subject text, model text, hour timestamptz, requests bigint, successes bigint,
  errors bigint, limited bigint, hits bigint, errors_4xx bigint, errors_5xx bigint, timeouts bigint, latencies bigint,
  latency_ms numeric, min_latency_ms numeric, max_latency_ms numeric, request_bytes bigint, response_bytes bigint,
  tokens_input bigint, tokens_output bigint, tokens_cached bigint, tokens_reasoning bigint, cost_cents numeric
);

create table private.usage_subject_counts (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  day date not null,
  kind text not null,
  n bigint not null,
  primary key (workspace_id, day, kind)
);
comment on table private.usage_subject_counts is 'How many subjects of a kind a workspace has had in a day, for the cap on marginals.';
alter table private.usage_subject_counts enable row level security;
alter table private.usage_subject_counts force row level security;
revoke all on private.usage_subject_counts from public, anon, authenticated, service_role;

create function private.insert_requests(p_records jsonb) returns public.request_logs[]
  language plpgsql set search_path = ''
as $$
declare
  given public.request_logs[];
  stored public.request_logs[];
  a_day date;
begin
  select array_agg(r order by r.created_at, r.request_id)
    into given
  from jsonb_populate_recordset(null::public.request_logs, p_records) as r;

  for a_day in select distinct (r.created_at at time zone 'UTC')::date from unnest(given) as r order by 1 loop
    if a_day not between (now() at time zone 'UTC')::date - 400 and (now() at time zone 'UTC')::date + 2 then
      raise exception 'created_at lies on %, outside the 400 days that are kept and the 2 days ahead.', a_day
        using errcode = '22008';
    end if;
    perform private.ensure_partition('request_logs', a_day) where a_day is not null;
  end loop;

  with fresh as (
    insert into public.request_logs (
      workspace_id, api_key_id, provider_id, project_id, team_id, customer_id, member_id, end_user_id, credential_id,
      request_id, trace_id, parent_span_id, method, path, query_params, status_code, error_code, error_message,
      decision, internal_reason, latency_ms, upstream_latency_ms, overhead_ms, time_to_first_byte_ms,
      request_size_bytes, response_size_bytes, tokens_input, tokens_output, tokens_total, tokens_cached,
      tokens_reasoning, usage_estimated, model, requested_model, cost_cents, price_version_id, rate_limited,
      rate_limit_remaining, rate_limit_reset_at, retry_count, is_retry, original_request_id, attempts, cache_hit,
      cache_key, client_ip, country, region, user_agent, origin, request_client, request_host, route, endpoint_id,
      routing_rule_id, request_type, is_stream, tags, session_id, parent_request_id, repeat_count, outcome, created_at
    )
    select
      r.workspace_id, r.api_key_id, r.provider_id, r.project_id, r.team_id, r.customer_id, r.member_id, r.end_user_id,
      r.credential_id, r.request_id, r.trace_id, r.parent_span_id, r.method, r.path, r.query_params, r.status_code,
      r.error_code, r.error_message, coalesce(r.decision, 'allowed'), r.internal_reason, r.latency_ms,
      r.upstream_latency_ms, r.overhead_ms, r.time_to_first_byte_ms, r.request_size_bytes, r.response_size_bytes,
      r.tokens_input, r.tokens_output, r.tokens_total, r.tokens_cached, r.tokens_reasoning,
      coalesce(r.usage_estimated, false), r.model, r.requested_model, r.cost_cents, r.price_version_id,
      coalesce(r.rate_limited, false), r.rate_limit_remaining, r.rate_limit_reset_at, coalesce(r.retry_count, 0),
      coalesce(r.is_retry, false), r.original_request_id, r.attempts, coalesce(r.cache_hit, false), r.cache_key,
      r.client_ip, r.country, r.region, r.user_agent, r.origin, r.request_client, r.request_host, r.route,
      r.endpoint_id, r.routing_rule_id, r.request_type, coalesce(r.is_stream, false), coalesce(r.tags, '{}'),
      r.session_id, r.parent_request_id, coalesce(r.repeat_count, 1), r.outcome, r.created_at
    from unnest(given) as r
    on conflict (created_at, request_id) do nothing
    returning request_logs as log
  )
  select array_agg(fresh.log) into stored from fresh;
  return coalesce(stored, '{}');
end
$$;

create function private.usage_facts(p_rows public.request_logs[]) returns private.usage_fact[]
  language sql stable set search_path = ''
as $$
  select array_agg(row(
    r.workspace_id, coalesce(r.api_key_id, private.nil()), coalesce(r.provider_id, private.nil()),
    coalesce(r.project_id, private.nil()), left(coalesce(r.model, ''), 200), r.created_at, r.client_ip,
    r.team_id, r.customer_id, r.member_id, r.end_user_id, r.endpoint_id, r.credential_id, r.tags,
    r.repeat_count,
    case when s.ok then r.repeat_count else 0 end,
    case when s.ok then 0 else r.repeat_count end,
    case when r.rate_limited then r.repeat_count else 0 end,
    case when r.cache_hit then r.repeat_count else 0 end,
    case when r.status_code between 400 and 499 then r.repeat_count else 0 end,
    case when r.status_code between 500 and 599 then r.repeat_count else 0 end,
    case when r.error_code = 'upstream_timeout' or r.status_code = 504 then r.repeat_count else 0 end,
    s.latency_ms, private.latency_bucket(s.latency_ms),
    coalesce(r.request_size_bytes, 0), coalesce(r.response_size_bytes, 0), coalesce(r.tokens_input, 0),
    coalesce(r.tokens_output, 0), coalesce(r.tokens_cached, 0), coalesce(r.tokens_reasoning, 0), coalesce(r.cost_cents, 0)
  )::private.usage_fact)
  from unnest(p_rows) as r
  cross join lateral (
    select
      coalesce(r.status_code < 400, false) and r.outcome not in ('failed', 'interrupted', 'refused') as ok,
      case when r.outcome <> 'refused' then r.latency_ms end as latency_ms
  ) as s
$$;

create function private.roll_up_hourly(p_facts private.usage_fact[]) returns void
  language sql set search_path = ''
as $$
  insert into public.usage_hourly as t (
    workspace_id, hour, api_key_id, provider_id, project_id, model, request_count, success_count, error_count,
    rate_limited_count, cache_hit_count, error_4xx_count, error_5xx_count, timeout_count, total_request_bytes,
    total_response_bytes, total_tokens_input, total_tokens_output, total_tokens_cached, total_tokens_reasoning,
    total_cost_cents, latency_count, total_latency_ms, min_latency_ms, max_latency_ms, latency_histogram,
    latency_p95_ms, latency_p99_ms, latency_p999_ms
  )
  select
    g.workspace_id, g.bucket_start, g.api_key_id, g.provider_id, g.project_id, g.model, g.request_count,
    g.success_count, g.error_count, g.rate_limited_count, g.cache_hit_count, g.error_4xx_count, g.error_5xx_count,
    g.timeout_count, g.total_request_bytes, g.total_response_bytes, g.total_tokens_input, g.total_tokens_output,
    g.total_tokens_cached, g.total_tokens_reasoning, g.total_cost_cents, g.latency_count, g.total_latency_ms,
    g.min_latency_ms, g.max_latency_ms, jsonb_build_object('v', 1, 'b', g.counts), g.q[1], g.q[2], g.q[3]
  from (
    select s.*, private.histogram_quantiles(s.counts, '{0.95,0.99,0.999}') as q
    from (
        select f.workspace_id, date_trunc('hour', f.created_at, 'UTC') as bucket_start, f.api_key_id, f.provider_id, f.project_id, f.model,
          sum(f.requests) as request_count,
          sum(f.successes) as success_count,
          sum(f.errors) as error_count,
          sum(f.limited) as rate_limited_count,
          sum(f.hits) as cache_hit_count,
          sum(f.errors_4xx) as error_4xx_count,
          sum(f.errors_5xx) as error_5xx_count,
          sum(f.timeouts) as timeout_count,
          sum(f.request_bytes) as total_request_bytes,
          sum(f.response_bytes) as total_response_bytes,
          sum(f.tokens_input) as total_tokens_input,
          sum(f.tokens_output) as total_tokens_output,
          sum(f.tokens_cached) as total_tokens_cached,
          sum(f.tokens_reasoning) as total_tokens_reasoning,
          sum(f.cost_cents) as total_cost_cents,
          count(f.latency_ms) as latency_count,
          coalesce(sum(f.latency_ms), 0) as total_latency_ms,
          min(f.latency_ms) as min_latency_ms,
          max(f.latency_ms) as max_latency_ms,
          private.sum_by_key(array_agg(f.bucket), array_agg(1::bigint)) as counts
        from unnest(p_facts) as f
        group by f.workspace_id, bucket_start, f.api_key_id, f.provider_id, f.project_id, f.model
      ) as s
    offset 0
  ) as g
  order by g.workspace_id, g.bucket_start, g.api_key_id, g.provider_id, g.project_id, g.model
  on conflict (workspace_id, hour, api_key_id, provider_id, project_id, model) do update set
    request_count = t.request_count + excluded.request_count,
    success_count = t.success_count + excluded.success_count,
    error_count = t.error_count + excluded.error_count,
    rate_limited_count = t.rate_limited_count + excluded.rate_limited_count,
    cache_hit_count = t.cache_hit_count + excluded.cache_hit_count,
    error_4xx_count = t.error_4xx_count + excluded.error_4xx_count,
    error_5xx_count = t.error_5xx_count + excluded.error_5xx_count,
    timeout_count = t.timeout_count + excluded.timeout_count,
    total_request_bytes = t.total_request_bytes + excluded.total_request_bytes,
    total_response_bytes = t.total_response_bytes + excluded.total_response_bytes,
    total_tokens_input = t.total_tokens_input + excluded.total_tokens_input,
    total_tokens_output = t.total_tokens_output + excluded.total_tokens_output,
    total_tokens_cached = t.total_tokens_cached + excluded.total_tokens_cached,
    total_tokens_reasoning = t.total_tokens_reasoning + excluded.total_tokens_reasoning,
    total_cost_cents = t.total_cost_cents + excluded.total_cost_cents,
    latency_count = t.latency_count + excluded.latency_count,
    total_latency_ms = t.total_latency_ms + excluded.total_latency_ms,
    min_latency_ms = least(t.min_latency_ms, excluded.min_latency_ms),
    max_latency_ms = greatest(t.max_latency_ms, excluded.max_latency_ms),
    (latency_histogram, latency_p95_ms, latency_p99_ms, latency_p999_ms) = (
      select jsonb_build_object('v', 1, 'b', m.counts), m.q[1], m.q[2], m.q[3]
      from (
        select c.counts, private.histogram_quantiles(c.counts, '{0.95,0.99,0.999}') as q
        from private.merge_counts(t.latency_histogram -> 'b', excluded.latency_histogram -> 'b') as c (counts)
        offset 0
      ) as m
    ),
    updated_at = now()
$$;

create function private.roll_up_daily(p_facts private.usage_fact[]) returns void
  language sql set search_path = ''
as $$
  insert into public.usage_daily as t (
    workspace_id, day, api_key_id, provider_id, project_id, model, request_count, success_count, error_count,
    rate_limited_count, cache_hit_count, error_4xx_count, error_5xx_count, timeout_count, total_request_bytes,
    total_response_bytes, total_tokens_input, total_tokens_output, total_tokens_cached, total_tokens_reasoning,
    total_cost_cents, latency_count, total_latency_ms, min_latency_ms, max_latency_ms, latency_histogram,
    latency_p95_ms, latency_p99_ms, latency_p999_ms, unique_api_keys, hour_counts, peak_hour, peak_hour_requests
  )
  select
    g.workspace_id, g.bucket_start, g.api_key_id, g.provider_id, g.project_id, g.model, g.request_count,
    g.success_count, g.error_count, g.rate_limited_count, g.cache_hit_count, g.error_4xx_count, g.error_5xx_count,
    g.timeout_count, g.total_request_bytes, g.total_response_bytes, g.total_tokens_input, g.total_tokens_output,
    g.total_tokens_cached, g.total_tokens_reasoning, g.total_cost_cents, g.latency_count, g.total_latency_ms,
    g.min_latency_ms, g.max_latency_ms, jsonb_build_object('v', 1, 'b', g.counts), g.q[1], g.q[2], g.q[3],
    (g.api_key_id <> private.nil())::integer, g.hours, (private.peak(g.hours)).hour, (private.peak(g.hours)).requests
  from (
    select s.*, private.histogram_quantiles(s.counts, '{0.95,0.99,0.999}') as q
    from (
        select f.workspace_id, (f.created_at at time zone 'UTC')::date as bucket_start, f.api_key_id, f.provider_id, f.project_id, f.model,
          sum(f.requests) as request_count,
          sum(f.successes) as success_count,
          sum(f.errors) as error_count,
          sum(f.limited) as rate_limited_count,
          sum(f.hits) as cache_hit_count,
          sum(f.errors_4xx) as error_4xx_count,
          sum(f.errors_5xx) as error_5xx_count,
          sum(f.timeouts) as timeout_count,
          sum(f.request_bytes) as total_request_bytes,
          sum(f.response_bytes) as total_response_bytes,
          sum(f.tokens_input) as total_tokens_input,
          sum(f.tokens_output) as total_tokens_output,
          sum(f.tokens_cached) as total_tokens_cached,
          sum(f.tokens_reasoning) as total_tokens_reasoning,
          sum(f.cost_cents) as total_cost_cents,
          count(f.latency_ms) as latency_count,
          coalesce(sum(f.latency_ms), 0) as total_latency_ms,
          min(f.latency_ms) as min_latency_ms,
          max(f.latency_ms) as max_latency_ms,
          private.sum_by_key(array_agg(f.bucket), array_agg(1::bigint)) as counts,
          private.sum_by_key(
            array_agg(extract(hour from f.created_at at time zone 'UTC')::integer), array_agg(f.requests)
          ) as hours
        from unnest(p_facts) as f
        group by f.workspace_id, bucket_start, f.api_key_id, f.provider_id, f.project_id, f.model
      ) as s
    offset 0
  ) as g
  order by g.workspace_id, g.bucket_start, g.api_key_id, g.provider_id, g.project_id, g.model
  on conflict (workspace_id, day, api_key_id, provider_id, project_id, model) do update set
    request_count = t.request_count + excluded.request_count,
    success_count = t.success_count + excluded.success_count,
    error_count = t.error_count + excluded.error_count,
    rate_limited_count = t.rate_limited_count + excluded.rate_limited_count,
    cache_hit_count = t.cache_hit_count + excluded.cache_hit_count,
    error_4xx_count = t.error_4xx_count + excluded.error_4xx_count,
    error_5xx_count = t.error_5xx_count + excluded.error_5xx_count,
    timeout_count = t.timeout_count + excluded.timeout_count,
    total_request_bytes = t.total_request_bytes + excluded.total_request_bytes,
    total_response_bytes = t.total_response_bytes + excluded.total_response_bytes,
    total_tokens_input = t.total_tokens_input + excluded.total_tokens_input,
    total_tokens_output = t.total_tokens_output + excluded.total_tokens_output,
    total_tokens_cached = t.total_tokens_cached + excluded.total_tokens_cached,
    total_tokens_reasoning = t.total_tokens_reasoning + excluded.total_tokens_reasoning,
    total_cost_cents = t.total_cost_cents + excluded.total_cost_cents,
    latency_count = t.latency_count + excluded.latency_count,
    total_latency_ms = t.total_latency_ms + excluded.total_latency_ms,
    min_latency_ms = least(t.min_latency_ms, excluded.min_latency_ms),
    max_latency_ms = greatest(t.max_latency_ms, excluded.max_latency_ms),
    (latency_histogram, latency_p95_ms, latency_p99_ms, latency_p999_ms) = (
      select jsonb_build_object('v', 1, 'b', m.counts), m.q[1], m.q[2], m.q[3]
      from (
        select c.counts, private.histogram_quantiles(c.counts, '{0.95,0.99,0.999}') as q
        from private.merge_counts(t.latency_histogram -> 'b', excluded.latency_histogram -> 'b') as c (counts)
        offset 0
      ) as m
    ),
    (hour_counts, peak_hour, peak_hour_requests) = (
      select m.hours, p.hour, p.requests
      from private.merge_counts(t.hour_counts, excluded.hour_counts) as m (hours)
      cross join lateral private.peak(m.hours) as p
    ),
    updated_at = now()
$$;

create function private.roll_up_minutely(p_facts private.usage_fact[]) returns void
  language sql set search_path = ''
as $$
  insert into public.usage_minutely as t (
    workspace_id, minute, api_key_id, provider_id, project_id, model, request_count, success_count, error_count,
    rate_limited_count, cache_hit_count, error_4xx_count, error_5xx_count, timeout_count, total_request_bytes,
    total_response_bytes, total_tokens_input, total_tokens_output, total_tokens_cached, total_tokens_reasoning,
    total_cost_cents, latency_count, total_latency_ms, min_latency_ms, max_latency_ms, latency_histogram
  )
  select
    g.workspace_id, g.bucket_start, g.api_key_id, g.provider_id, g.project_id, g.model, g.request_count,
    g.success_count, g.error_count, g.rate_limited_count, g.cache_hit_count, g.error_4xx_count, g.error_5xx_count,
    g.timeout_count, g.total_request_bytes, g.total_response_bytes, g.total_tokens_input, g.total_tokens_output,
    g.total_tokens_cached, g.total_tokens_reasoning, g.total_cost_cents, g.latency_count, g.total_latency_ms,
    g.min_latency_ms, g.max_latency_ms, jsonb_build_object('v', 1, 'b', g.counts)
  from (
    select f.workspace_id, date_trunc('minute', f.created_at, 'UTC') as bucket_start, f.api_key_id, f.provider_id, f.project_id, f.model,
      sum(f.requests) as request_count,
      sum(f.successes) as success_count,
      sum(f.errors) as error_count,
      sum(f.limited) as rate_limited_count,
      sum(f.hits) as cache_hit_count,
      sum(f.errors_4xx) as error_4xx_count,
      sum(f.errors_5xx) as error_5xx_count,
      sum(f.timeouts) as timeout_count,
      sum(f.request_bytes) as total_request_bytes,
      sum(f.response_bytes) as total_response_bytes,
      sum(f.tokens_input) as total_tokens_input,
      sum(f.tokens_output) as total_tokens_output,
      sum(f.tokens_cached) as total_tokens_cached,
      sum(f.tokens_reasoning) as total_tokens_reasoning,
      sum(f.cost_cents) as total_cost_cents,
      count(f.latency_ms) as latency_count,
      coalesce(sum(f.latency_ms), 0) as total_latency_ms,
      min(f.latency_ms) as min_latency_ms,
      max(f.latency_ms) as max_latency_ms,
      private.sum_by_key(array_agg(f.bucket), array_agg(1::bigint)) as counts
    from unnest(p_facts) as f
    group by f.workspace_id, bucket_start, f.api_key_id, f.provider_id, f.project_id, f.model
  ) as g
  order by g.workspace_id, g.bucket_start, g.api_key_id, g.provider_id, g.project_id, g.model
  on conflict (workspace_id, minute, api_key_id, provider_id, project_id, model) do update set
    request_count = t.request_count + excluded.request_count,
    success_count = t.success_count + excluded.success_count,
    error_count = t.error_count + excluded.error_count,
    rate_limited_count = t.rate_limited_count + excluded.rate_limited_count,
    cache_hit_count = t.cache_hit_count + excluded.cache_hit_count,
    error_4xx_count = t.error_4xx_count + excluded.error_4xx_count,
    error_5xx_count = t.error_5xx_count + excluded.error_5xx_count,
    timeout_count = t.timeout_count + excluded.timeout_count,
    total_request_bytes = t.total_request_bytes + excluded.total_request_bytes,
    total_response_bytes = t.total_response_bytes + excluded.total_response_bytes,
    total_tokens_input = t.total_tokens_input + excluded.total_tokens_input,
    total_tokens_output = t.total_tokens_output + excluded.total_tokens_output,
    total_tokens_cached = t.total_tokens_cached + excluded.total_tokens_cached,
    total_tokens_reasoning = t.total_tokens_reasoning + excluded.total_tokens_reasoning,
    total_cost_cents = t.total_cost_cents + excluded.total_cost_cents,
    latency_count = t.latency_count + excluded.latency_count,
    total_latency_ms = t.total_latency_ms + excluded.total_latency_ms,
    min_latency_ms = least(t.min_latency_ms, excluded.min_latency_ms),
    max_latency_ms = greatest(t.max_latency_ms, excluded.max_latency_ms),
    latency_histogram = jsonb_build_object(
      'v', 1, 'b', private.merge_counts(t.latency_histogram -> 'b', excluded.latency_histogram -> 'b')
    ),
    updated_at = now()
$$;

create function private.usage_marginals(p_facts private.usage_fact[]) returns private.usage_marginal[]
  language sql stable set search_path = ''
as $$
  select array_agg(row(g.*)::private.usage_marginal)
  from (
    select f.workspace_id, s.kind, left(s.subject, 256) as subject, f.model, date_trunc('hour', f.created_at, 'UTC') as hour,
      sum(f.requests), sum(f.successes), sum(f.errors), sum(f.limited), sum(f.hits), sum(f.errors_4xx),
      sum(f.errors_5xx), sum(f.timeouts),
      count(f.latency_ms), coalesce(sum(f.latency_ms), 0), min(f.latency_ms), max(f.latency_ms),
      sum(f.request_bytes), sum(f.response_bytes), sum(f.tokens_input), sum(f.tokens_output), sum(f.tokens_cached),
      sum(f.tokens_reasoning), sum(f.cost_cents)
    from unnest(p_facts) as f
    cross join lateral (
      select k.kind, k.subject
      from (values
        ('team', f.team_id::text), ('customer', f.customer_id::text), ('member', f.member_id::text),
        ('end_user', f.end_user_id), ('endpoint', f.endpoint_id::text), ('credential', f.credential_id::text)
      ) as k (kind, subject)
      where k.subject is not null
      union all
      select distinct 'tag', t.tag from unnest(f.tags) as t (tag) where t.tag is not null
    ) as s
    group by 1, 2, 3, 4, 5
  ) as g
$$;

-- End users and tags come from the callers, so their number has no bound of its own.
create function private.cap_marginals(p_marginals private.usage_marginal[]) returns private.usage_marginal[]
  language plpgsql set search_path = ''
as $$
declare
  cap constant bigint := 10000;
  capped private.usage_marginal[];
begin
  with unseen as (
    select distinct m.workspace_id, (m.hour at time zone 'UTC')::date as day, m.kind, m.subject
    from unnest(p_marginals) as m
    where m.kind in ('end_user', 'tag') and not exists (
      select 1 from public.usage_subject_daily as d
      where d.workspace_id = m.workspace_id and d.kind = m.kind and d.day = (m.hour at time zone 'UTC')::date
        and d.subject = m.subject
    )
  ), counted as (
    insert into private.usage_subject_counts as c (workspace_id, day, kind, n)
    select u.workspace_id, u.day, u.kind, count(*) from unseen as u group by 1, 2, 3 order by 1, 2, 3
    on conflict (workspace_id, day, kind) do update set n = c.n + excluded.n
    returning c.workspace_id, c.day, c.kind, c.n
  ), excess as (
    select r.workspace_id, r.day, r.kind, r.subject
    from (
      select u.*, row_number() over w as rank, count(*) over (partition by u.workspace_id, u.day, u.kind) as fresh
      from unseen as u
      window w as (partition by u.workspace_id, u.day, u.kind order by u.subject)
    ) as r
    join counted as c using (workspace_id, day, kind)
    where c.n > cap and r.rank > greatest(cap - (c.n - r.fresh), 0)
  )
  select array_agg(
    case when e.subject is null then m else row(
      m.workspace_id, m.kind, '(other)', m.model, m.hour, m.requests, m.successes, m.errors, m.limited, m.hits,
      m.errors_4xx, m.errors_5xx, m.timeouts, m.latencies, m.latency_ms, m.min_latency_ms, m.max_latency_ms,
      m.request_bytes, m.response_bytes, m.tokens_input, m.tokens_output, m.tokens_cached, m.tokens_reasoning,
      m.cost_cents
    )::private.usage_marginal end
  )
    into capped
  from unnest(p_marginals) as m
  left join excess as e on e.workspace_id = m.workspace_id and e.kind = m.kind and e.subject = m.subject
    and e.day = (m.hour at time zone 'UTC')::date;
  return capped;
end
$$;

create function private.roll_up_subject_hourly(p_marginals private.usage_marginal[]) returns void
  language sql set search_path = ''
as $$
  insert into public.usage_subject_hourly as t (
    workspace_id, kind, hour, subject, model, request_count, success_count, error_count, rate_limited_count,
    cache_hit_count, error_4xx_count, error_5xx_count, timeout_count, total_request_bytes, total_response_bytes,
    total_tokens_input, total_tokens_output, total_tokens_cached, total_tokens_reasoning, total_cost_cents,
    latency_count, total_latency_ms, min_latency_ms, max_latency_ms
  )
  select m.workspace_id, m.kind, m.hour, m.subject, m.model,
    sum(m.requests), sum(m.successes), sum(m.errors), sum(m.limited), sum(m.hits), sum(m.errors_4xx),
    sum(m.errors_5xx), sum(m.timeouts), sum(m.request_bytes), sum(m.response_bytes), sum(m.tokens_input),
    sum(m.tokens_output), sum(m.tokens_cached), sum(m.tokens_reasoning), sum(m.cost_cents), sum(m.latencies),
    sum(m.latency_ms), min(m.min_latency_ms), max(m.max_latency_ms)
  from unnest(p_marginals) as m
  group by 1, 2, 3, 4, 5
  order by 1, 2, 3, 4, 5
  on conflict (workspace_id, kind, hour, subject, model) do update set
    request_count = t.request_count + excluded.request_count,
    success_count = t.success_count + excluded.success_count,
    error_count = t.error_count + excluded.error_count,
    rate_limited_count = t.rate_limited_count + excluded.rate_limited_count,
    cache_hit_count = t.cache_hit_count + excluded.cache_hit_count,
    error_4xx_count = t.error_4xx_count + excluded.error_4xx_count,
    error_5xx_count = t.error_5xx_count + excluded.error_5xx_count,
    timeout_count = t.timeout_count + excluded.timeout_count,
    total_request_bytes = t.total_request_bytes + excluded.total_request_bytes,
    total_response_bytes = t.total_response_bytes + excluded.total_response_bytes,
    total_tokens_input = t.total_tokens_input + excluded.total_tokens_input,
    total_tokens_output = t.total_tokens_output + excluded.total_tokens_output,
    total_tokens_cached = t.total_tokens_cached + excluded.total_tokens_cached,
    total_tokens_reasoning = t.total_tokens_reasoning + excluded.total_tokens_reasoning,
    total_cost_cents = t.total_cost_cents + excluded.total_cost_cents,
    latency_count = t.latency_count + excluded.latency_count,
    total_latency_ms = t.total_latency_ms + excluded.total_latency_ms,
    min_latency_ms = least(t.min_latency_ms, excluded.min_latency_ms),
    max_latency_ms = greatest(t.max_latency_ms, excluded.max_latency_ms),
    updated_at = now()
$$;

create function private.roll_up_subject_daily(p_marginals private.usage_marginal[]) returns void
  language sql set search_path = ''
as $$
  insert into public.usage_subject_daily as t (
    workspace_id, kind, day, subject, model, request_count, success_count, error_count, rate_limited_count,
    cache_hit_count, error_4xx_count, error_5xx_count, timeout_count, total_request_bytes, total_response_bytes,
    total_tokens_input, total_tokens_output, total_tokens_cached, total_tokens_reasoning, total_cost_cents,
    latency_count, total_latency_ms, min_latency_ms, max_latency_ms
  )
  select m.workspace_id, m.kind, (m.hour at time zone 'UTC')::date, m.subject, m.model,
    sum(m.requests), sum(m.successes), sum(m.errors), sum(m.limited), sum(m.hits), sum(m.errors_4xx),
    sum(m.errors_5xx), sum(m.timeouts), sum(m.request_bytes), sum(m.response_bytes), sum(m.tokens_input),
    sum(m.tokens_output), sum(m.tokens_cached), sum(m.tokens_reasoning), sum(m.cost_cents), sum(m.latencies),
    sum(m.latency_ms), min(m.min_latency_ms), max(m.max_latency_ms)
  from unnest(p_marginals) as m
  group by 1, 2, 3, 4, 5
  order by 1, 2, 3, 4, 5
  on conflict (workspace_id, kind, day, subject, model) do update set
    request_count = t.request_count + excluded.request_count,
    success_count = t.success_count + excluded.success_count,
    error_count = t.error_count + excluded.error_count,
    rate_limited_count = t.rate_limited_count + excluded.rate_limited_count,
    cache_hit_count = t.cache_hit_count + excluded.cache_hit_count,
    error_4xx_count = t.error_4xx_count + excluded.error_4xx_count,
    error_5xx_count = t.error_5xx_count + excluded.error_5xx_count,
    timeout_count = t.timeout_count + excluded.timeout_count,
    total_request_bytes = t.total_request_bytes + excluded.total_request_bytes,
    total_response_bytes = t.total_response_bytes + excluded.total_response_bytes,
    total_tokens_input = t.total_tokens_input + excluded.total_tokens_input,
    total_tokens_output = t.total_tokens_output + excluded.total_tokens_output,
    total_tokens_cached = t.total_tokens_cached + excluded.total_tokens_cached,
    total_tokens_reasoning = t.total_tokens_reasoning + excluded.total_tokens_reasoning,
    total_cost_cents = t.total_cost_cents + excluded.total_cost_cents,
    latency_count = t.latency_count + excluded.latency_count,
    total_latency_ms = t.total_latency_ms + excluded.total_latency_ms,
    min_latency_ms = least(t.min_latency_ms, excluded.min_latency_ms),
    max_latency_ms = greatest(t.max_latency_ms, excluded.max_latency_ms),
    updated_at = now()
$$;

create function private.count_key_usage(p_facts private.usage_fact[]) returns void
  language sql set search_path = ''
as $$
  insert into public.api_key_usage as t (workspace_id, api_key_id, last_used_at, last_used_ip, requests_count)
  select f.workspace_id, f.api_key_id, max(f.created_at),
    (array_agg(f.client_ip order by f.created_at desc) filter (where f.client_ip is not null))[1], sum(f.requests)
  from unnest(p_facts) as f
  join public.api_keys as k on k.workspace_id = f.workspace_id and k.id = f.api_key_id
  group by f.workspace_id, f.api_key_id
  order by f.api_key_id
  on conflict (api_key_id) do update set
    last_used_ip = case
      when excluded.last_used_ip is not null and excluded.last_used_at >= coalesce(t.last_used_at, '-infinity')
      then excluded.last_used_ip else t.last_used_ip
    end,
    last_used_at = greatest(t.last_used_at, excluded.last_used_at),
    requests_count = t.requests_count + excluded.requests_count,
    updated_at = now()
$$;

-- A failure of ours (a deadlock, a full disk, a shutdown) says nothing about a record: it must fail the call instead.
create function private.is_bad_data(p_sqlstate text) returns boolean
  language sql immutable set search_path = ''
  return left(p_sqlstate, 2) in ('21', '22', '23', '2B', '44', '54', 'P0');

-- Finds the records that cannot be stored by halving, each try undone: good rows are stored later, in one ordered step.
create function private.find_bad_records(p_records jsonb) returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  half integer := jsonb_array_length(p_records) / 2;
begin
  if p_records = '[]' then
    return '[]';
  end if;
  begin
    perform private.insert_requests(p_records);
    raise exception 'undo' using errcode = 'SL000';
  exception
    when sqlstate 'SL000' then
      return '[]';
    when others then
      if not private.is_bad_data(sqlstate) then
        raise;
      end if;
      if jsonb_array_length(p_records) = 1 then
        return jsonb_build_array(jsonb_build_object('record', p_records -> 0, 'reason', sqlerrm, 'sqlstate', sqlstate));
      end if;
  end;
  return private.find_bad_records((
      select jsonb_agg(e.value order by e.n) from jsonb_array_elements(p_records) with ordinality as e (value, n) where e.n <= half
    )) || private.find_bad_records((
      select jsonb_agg(e.value order by e.n) from jsonb_array_elements(p_records) with ordinality as e (value, n) where e.n > half
    ));
end
$$;

create function private.bury_records(p_bad jsonb) returns void
  language sql set search_path = ''
as $$
  insert into public.dead_records (workspace_id, request_id, reason, sqlstate, record)
  select
    case when pg_input_is_valid(b.value -> 'record' ->> 'workspace_id', 'uuid') then (b.value -> 'record' ->> 'workspace_id')::uuid end,
    left(b.value -> 'record' ->> 'request_id', 100), b.value ->> 'reason', b.value ->> 'sqlstate', b.value -> 'record'
  from jsonb_array_elements(p_bad) as b (value)
  order by 2
  on conflict do nothing
$$;

create function public.record_requests(p_records jsonb) returns jsonb
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
comment on function public.record_requests(jsonb) is 'Stores finished requests and adds them to the rollups, once per (created_at, request_id). Answers {"stored", "duplicate", "dead"}.';

revoke all on function private.latency_bucket(numeric), private.sum_by_key(integer[], bigint[]),
  private.merge_counts(jsonb, jsonb), private.histogram_quantiles(jsonb, numeric[]),
  private.peak(jsonb), private.insert_requests(jsonb), private.usage_facts(public.request_logs[]),
  private.roll_up_hourly(private.usage_fact[]), private.roll_up_daily(private.usage_fact[]),
  private.roll_up_minutely(private.usage_fact[]), private.usage_marginals(private.usage_fact[]),
  private.cap_marginals(private.usage_marginal[]), private.roll_up_subject_hourly(private.usage_marginal[]),
  private.roll_up_subject_daily(private.usage_marginal[]), private.count_key_usage(private.usage_fact[]),
  private.is_bad_data(text), private.find_bad_records(jsonb), private.bury_records(jsonb)
  from public, anon, authenticated, service_role;
revoke all on function public.record_requests(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.record_requests(jsonb) to gateway;
