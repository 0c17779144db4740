-- What a ledger that was emptied has to read before it may admit again: which rules count over a period, and which of the
-- requests that living processes still hold have their row already.

create function public.gateway_rebuild_rules() returns jsonb
  language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object(
    'rate_limits', (
      select coalesce(jsonb_agg(private.snapshot_rate_limit(r) order by r.id), '[]')
      from public.rate_limits as r
      where r.is_active and r.metric <> 'concurrency' and r.strategy in ('FIXED_WINDOW', 'SLIDING_WINDOW')
    ),
    'budgets', (
      select coalesce(jsonb_agg(private.snapshot_budget(b) order by b.id), '[]')
      from public.budgets as b
      where b.is_active
    ),
    'key_limits', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', k.id, 'workspace_id', k.workspace_id, 'rate_limit_window_ms', k.rate_limit_window_ms
      ) order by k.id), '[]')
      from public.api_keys as k
      where k.rate_limit_requests is not null and k.deleted_at is null and exists (
        select 1
        from public.request_logs as l
        where l.workspace_id = k.workspace_id and l.api_key_id = k.id
          and l.created_at > now() - coalesce(k.rate_limit_window_ms, 60000) * interval '1 millisecond'
      )
    ),
    'plans', (
      select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'plan', w.plan, 'plan_limits', w.plan_limits) order by w.id), '[]')
      from public.workspaces as w
      where w.deleted_at is null and jsonb_strip_nulls(w.plan_limits) <> '{}'
    )
  )
$$;
comment on function public.gateway_rebuild_rules() is 'Every rule whose counters can be worked out from rows: windows, budgets, limits of keys that were used within theirs, plans.';

create function public.gateway_stored_requests(p_ids uuid[], p_from timestamptz) returns jsonb
  language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(l.request_id), '[]')
  from public.request_logs as l
  where l.request_id = any (p_ids) and l.created_at >= p_from
$$;
comment on function public.gateway_stored_requests(uuid[], timestamptz) is 'Which of these requests, made since then, have their row.';

revoke all on function public.gateway_rebuild_rules(), public.gateway_stored_requests(uuid[], timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function public.gateway_rebuild_rules(), public.gateway_stored_requests(uuid[], timestamptz) to gateway;
