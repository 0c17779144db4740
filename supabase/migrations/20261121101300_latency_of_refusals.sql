-- A refusal has no latency, but `greatest` passes over nulls: each was counted as a call of no duration, which pulled the
-- percentiles down. No call takes a microsecond, so that bucket can be taken out of what is stored.
create or replace function private.latency_bucket(p_ms numeric) returns integer
  language sql immutable parallel safe set search_path = ''
  return case when p_ms is not null then ceil(ln(greatest(p_ms, 0.001)::float8) / ln(1.02::float8))::integer end;

do $$
declare
  rollup text;
begin
  foreach rollup in array array['usage_hourly', 'usage_daily'] loop
    execute format($sql$
      update public.%I as u
      set latency_histogram = u.latency_histogram #- '{b,-349}', latency_p95_ms = s.q[1], latency_p99_ms = s.q[2],
        latency_p999_ms = s.q[3]
      from (
        select ctid as place, private.histogram_quantiles((latency_histogram -> 'b') - '-349', '{0.95,0.99,0.999}') as q
        from public.%1$I where latency_histogram -> 'b' ? '-349'
      ) as s
      where u.ctid = s.place
    $sql$, rollup);
  end loop;
end
$$;
update public.usage_minutely set latency_histogram = latency_histogram #- '{b,-349}' where latency_histogram -> 'b' ? '-349';
