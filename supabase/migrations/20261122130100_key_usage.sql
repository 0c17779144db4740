-- The page of one key shows its days and hours: sums of the hourly figures, with the empty buckets in between.

create function public.key_usage(p_workspace uuid, p_key uuid, p_from timestamptz, p_to timestamptz, p_step interval)
  returns jsonb
  language sql stable set search_path = '' set timezone = 'UTC'
as $$
  with buckets as (
    select t as starts, t + p_step as ends from generate_series(p_from, p_to - p_step, p_step) as t
  ), hours as materialized (
    select u.hour, u.request_count, u.error_count, u.rate_limited_count,
      u.total_tokens_input + u.total_tokens_output as tokens, u.total_cost_cents as cost
    from public.usage_hourly as u
    where u.workspace_id = p_workspace and u.api_key_id = p_key and u.hour >= p_from and u.hour < p_to
  ), points as (
    select b.starts,
      coalesce(sum(h.request_count), 0) as requests, coalesce(sum(h.error_count), 0) as errors,
      coalesce(sum(h.rate_limited_count), 0) as limited, coalesce(sum(h.tokens), 0) as tokens,
      coalesce(sum(h.cost), 0) as cost
    from buckets as b
    left join hours as h on h.hour >= b.starts and h.hour < b.ends
    group by b.starts
  )
  select jsonb_build_object(
    'series', coalesce(jsonb_agg(jsonb_build_object(
      't', private.utc_text(p.starts), 'request_count', p.requests, 'error_count', p.errors,
      'rate_limited_count', p.limited, 'total_tokens', p.tokens, 'total_cost_cents', p.cost::text
    ) order by p.starts), '[]'),
    'totals', jsonb_build_object(
      'request_count', coalesce(sum(p.requests), 0), 'error_count', coalesce(sum(p.errors), 0),
      'rate_limited_count', coalesce(sum(p.limited), 0), 'total_tokens', coalesce(sum(p.tokens), 0),
      'total_cost_cents', coalesce(sum(p.cost), 0)::text
    )
  )
  from points as p
$$;
comment on function public.key_usage(uuid, uuid, timestamptz, timestamptz, interval) is 'What one key used between two instants, by equal steps; whole hours only.';
revoke all on function public.key_usage(uuid, uuid, timestamptz, timestamptz, interval) from public, anon, authenticated, service_role;
grant execute on function public.key_usage(uuid, uuid, timestamptz, timestamptz, interval) to authenticated, service_role;
