import postgres, { type Sql } from "postgres";

export const big = "aaaaaaaa-0000-4000-8000-000000000001";
export const small = "bbbbbbbb-0000-4000-8000-000000000001";
export const DAYS = 60;
const ROWS_A_DAY = 83_400;
/** Of seven rows six belong to the big workspace. */
const SHARE = 7;
const CHUNKS = 4;

export const keyId = (n: number) => `aaaaaaaa-0000-4000-8000-0000000001${String(n).padStart(2, "0")}`;
export const KEYS = 20;

/**
 * One chunk of a day, through the functions that store live traffic: rows by one INSERT from generate_series, then every
 * rollup. Per-minute rollups are kept for 48 hours, so older days have none.
 */
const LOAD_CHUNK = `
create function private.bench_chunk(p_from timestamptz, p_to timestamptz, p_rows integer) returns void
  language plpgsql set search_path = ''
as $$
declare
  stored public.request_logs[];
  facts private.usage_fact[];
  marginals private.usage_marginal[];
begin
  with fresh as (
    insert into public.request_logs (
      workspace_id, api_key_id, provider_id, project_id, team_id, end_user_id, request_id, method, path, status_code, outcome,
      decision, model, requested_model, latency_ms, overhead_ms, request_size_bytes, response_size_bytes, tokens_input,
      tokens_output, tokens_total, cost_cents, client_ip, user_agent, request_type, tags, created_at
    )
    select
      case when g % ${SHARE} < ${SHARE - 1} then '${big}'::uuid else '${small}'::uuid end,
      format('aaaaaaaa-0000-4000-8000-0000000001%s', lpad((g % ${KEYS})::text, 2, '0'))::uuid,
      format('aaaaaaaa-0000-4000-8000-00000000030%s', g % 3)::uuid,
      format('aaaaaaaa-0000-4000-8000-00000000040%s', g % 4)::uuid,
      format('aaaaaaaa-0000-4000-8000-00000000050%s', g % 5)::uuid,
      'user-' || g % 100, gen_random_uuid(), 'POST', '/v1/chat/completions',
      case when g % 100 < 2 then 500 when g % 100 < 5 then 429 else 200 end,
      case when g % 100 < 2 then 'failed' when g % 100 < 5 then 'refused' else 'completed' end,
      case when g % 100 between 2 and 4 then 'rate_limited' else 'allowed' end,
      m.model, m.model, round((20 + 400 * random() * random() * (1 + 9 * (random() < 0.05)::int))::numeric, 3), 0.7, 900, 2400,
      400 + g % 500, 100 + g % 300, 500 + g % 500 + g % 300, round((0.05 + random() * 0.4)::numeric, 7), '192.0.2.7',
      'openai-node/7.0', 'chat_completion', '{bench}', p_from + g * ((p_to - p_from) / p_rows)
    from generate_series(0, p_rows - 1) as g
    cross join lateral (
      select case when g % 5000 = 0 then 'rare-model' else (array['gpt-4o', 'gpt-4o-mini', 'claude-4', 'gemini-3'])[1 + g % 4] end
    ) as m (model)
    returning request_logs as log
  )
  select array_agg(fresh.log) into stored from fresh;
  facts := private.usage_facts(stored);
  perform private.roll_up_hourly(facts);
  perform private.roll_up_daily(facts);
  perform private.roll_up_latency(facts);
  if p_to > now() - interval '48 hours' then
    perform private.roll_up_minutely(facts);
  end if;
  marginals := private.usage_marginals(facts);
  perform private.roll_up_subject_hourly(marginals);
  perform private.roll_up_subject_daily(marginals);
end
$$`;

async function prepare(sql: Sql): Promise<void> {
  await sql`insert into workspaces (id, name, slug) values (${big}, 'Big', 'big'), (${small}, 'Small', 'small')`;
  for (let n = 0; n < KEYS; n += 1)
    await sql`insert into api_keys (id, workspace_id, name, key_prefix, key_last4, key_hash)
      values (${keyId(n)}, ${big}, ${`Key ${n}`}, 'slc_live_', 'abcd', ${String(n).padStart(64, "0")})`;
  await sql.unsafe(LOAD_CHUNK);
  for (let day = 0; day < DAYS; day += 1)
    await sql`select private.ensure_partition('request_logs', (now() at time zone 'UTC')::date - ${day}::int)`;
}

/** Loads sixty days, newest last, on two connections; answers how many rows there are and how long it took. */
export async function loadHistory(ownerUrl: string): Promise<{ rows: number; seconds: number }> {
  const started = performance.now();
  const sql = postgres(ownerUrl, { max: 2, onnotice: () => undefined });
  await prepare(sql);
  const days = Array.from({ length: DAYS }, (_, n) => DAYS - 1 - n);
  const loadDay = async (day: number) => {
    for (let chunk = 0; chunk < CHUNKS; chunk += 1)
      await sql`select private.bench_chunk(d + ${chunk} * interval '6 hours', d + ${chunk + 1} * interval '6 hours', ${ROWS_A_DAY / CHUNKS})
        from (select ((now() at time zone 'UTC')::date - ${day}::int)::timestamp at time zone 'UTC' as d) as s`;
  };
  const worker = async () => {
    for (let day = days.shift(); day !== undefined; day = days.shift()) await loadDay(day);
  };
  await Promise.all([worker(), worker()]);
  await sql.unsafe("vacuum analyze");
  const [count] = await sql`select count(*)::int as n from request_logs`;
  await sql.end();
  return { rows: count?.n, seconds: (performance.now() - started) / 1000 };
}
