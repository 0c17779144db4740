import type { Sql } from "postgres";

/** What each rollup says minus what the rows say, for each figure: all zeros when the rollups are true. */
export async function rollupDifferences(sql: Sql): Promise<Record<string, string>[]> {
  return await sql`
    with truth as (
      select sum(repeat_count) as requests, sum(coalesce(tokens_input, 0)) as input, sum(coalesce(tokens_output, 0)) as output,
        sum(coalesce(cost_cents, 0)) as cost, sum(repeat_count) filter (where status_code >= 500) as errors_5xx,
        count(latency_ms) filter (where outcome <> 'refused') as latencies, sum(repeat_count * cardinality(tags)) as tagged
      from request_logs
    ), rollups as (
      select 'hourly' as name, sum(request_count) as requests, sum(total_tokens_input) as input, sum(total_tokens_output) as output,
        sum(total_cost_cents) as cost, sum(error_5xx_count) as errors_5xx, sum(latency_count) as latencies from usage_hourly
      union all select 'daily', sum(request_count), sum(total_tokens_input), sum(total_tokens_output),
        sum(total_cost_cents), sum(error_5xx_count), sum(latency_count) from usage_daily
      union all select 'minutely', sum(request_count), sum(total_tokens_input), sum(total_tokens_output),
        sum(total_cost_cents), sum(error_5xx_count), sum(latency_count) from usage_minutely
      union all select 'end users', sum(request_count), sum(total_tokens_input), sum(total_tokens_output),
        sum(total_cost_cents), sum(error_5xx_count), sum(latency_count) from usage_subject_daily where kind = 'end_user'
      union all select 'end users by hour', sum(request_count), sum(total_tokens_input), sum(total_tokens_output),
        sum(total_cost_cents), sum(error_5xx_count), sum(latency_count) from usage_subject_hourly where kind = 'end_user'
    )
    select r.name, (r.requests - t.requests)::text as requests, (r.input - t.input)::text as input, (r.output - t.output)::text as output,
      (r.cost - t.cost)::text as cost, (r.errors_5xx - t.errors_5xx)::text as errors_5xx, (r.latencies - t.latencies)::text as latencies
    from rollups as r, truth as t
    where (r.requests, r.input, r.output, r.cost, r.errors_5xx, r.latencies)
      is distinct from (t.requests, t.input, t.output, t.cost, t.errors_5xx, t.latencies)
    union all
    select 'tags', (sum(d.request_count) - t.tagged)::text, '', '', '', '', ''
    from usage_subject_daily as d, truth as t where d.kind = 'tag' group by t.tagged having sum(d.request_count) <> t.tagged
    union all
    select 'histograms', (sum(h.n) - t.latencies)::text, '', '', '', '', ''
    from (select e.value::bigint as n from usage_hourly, jsonb_each_text(latency_histogram -> 'b') as e) as h, truth as t
    group by t.latencies having sum(h.n) <> t.latencies
    union all
    select 'histograms by project', '', '', '', '', '', ''
    where exists (
      select e.key, sum(e.value::bigint) from usage_hourly, jsonb_each_text(latency_histogram -> 'b') as e group by 1
      except all select e.key, sum(e.value::bigint) from usage_latency_hourly, jsonb_each_text(counts) as e group by 1
    ) or exists (
      select e.key, sum(e.value::bigint) from usage_daily, jsonb_each_text(latency_histogram -> 'b') as e group by 1
      except all select e.key, sum(e.value::bigint) from usage_latency_daily, jsonb_each_text(counts) as e group by 1
    )`;
}
