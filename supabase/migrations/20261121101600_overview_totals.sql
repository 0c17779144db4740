-- The totals of a page are the sums of its series: they were read and added up a second time.
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
    ), histograms as materialized (
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
      'totals', (
        select private.usage_figures(
          sum(o.request_count), sum(o.success_count), sum(o.error_count), sum(o.rate_limited_count), sum(o.tokens_input),
          sum(o.tokens_output), sum(o.cost_cents),
          (
            select jsonb_object_agg(s.key, s.n)
            from (select e.key, sum(e.value::bigint) as n from histograms as h, jsonb_each_text(h.counts) as e group by 1) as s
          )
        )
        from points as o
      ),
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
