-- What counters must be, once for the gateway (after a loss, all workspaces) and once for members (drift, under their own
-- rights). Heeds `counted`; rules that depend on the candidate look at the attempts, since each is a request of its candidate
-- and the model that answers may be called otherwise than the one that was asked for.

create function private.rule_sums(p_rules jsonb, p_without uuid[]) returns jsonb
  language sql stable set search_path = ''
as $$
  with rules as (
    select r.n, r.value as rule, (r.value ->> 'start')::timestamptz as starts, (r.value ->> 'end')::timestamptz as ends,
      nullif((r.value ->> 'workspace_id')::uuid, private.nil()) as workspace_id,
      r.value ->> 'provider_id' is not null or r.value ->> 'credential_id' is not null
        or r.value ->> 'model_pattern' is not null or r.value ->> 'model_tier_id' is not null
        or coalesce(r.value -> 'per', '[]')
          ?| '{provider,provider_id,credential,credential_id,model,model_pattern}'::text[] as is_of_candidate,
      coalesce(b.counted, k.counted, '{(,)}') as counted
    from jsonb_array_elements(p_rules) with ordinality as r (value, n)
    left join public.budgets as b on b.id = (r.value ->> 'rule_id')::uuid
    left join public.rate_limits as k on k.id = (r.value ->> 'rule_id')::uuid
  ), facts as (
    select r.n, l.workspace_id, a.provider_id, a.model, l.path, upper(l.method) as method, l.tags,
      jsonb_build_object(
        'customer_id', l.customer_id, 'team_id', l.team_id, 'project_id', l.project_id, 'api_key_id', l.api_key_id,
        'member_id', l.member_id, 'end_user_id', l.end_user_id, 'provider_id', a.provider_id,
        'endpoint_id', l.endpoint_id, 'credential_id', a.credential_id
      ) as subjects,
      null::text as subject, a.requests,
      case when a.is_last then coalesce(l.tokens_input, 0)::numeric else 0 end as input_tokens,
      case when a.is_last then coalesce(l.tokens_output, 0)::numeric else 0 end as output_tokens,
      0::numeric as other_tokens, case when a.is_last then coalesce(l.cost_cents, 0) else 0 end as cost_cents
    from rules as r
    join public.request_logs as l on l.created_at >= r.starts and l.created_at < r.ends
      and (r.workspace_id is null or l.workspace_id = r.workspace_id) and r.counted @> l.created_at
    cross join lateral (
      select coalesce((t.value ->> 'provider_id')::uuid, l.provider_id) as provider_id,
        case when t.value ? 'credential_id' then (t.value ->> 'credential_id')::uuid else l.credential_id end as credential_id,
        coalesce(t.value ->> 'model', l.model) as model, count(*)::numeric as requests, max(t.i) = jsonb_array_length(l.attempts) as is_last
      from jsonb_array_elements(l.attempts) with ordinality as t (value, i)
      where r.is_of_candidate
      group by 1, 2, 3
      union all
      select l.provider_id, l.credential_id, l.model, l.repeat_count::numeric, true
      where not r.is_of_candidate or coalesce(l.attempts, '[]') = '[]'
    ) as a
    where l.outcome <> 'refused' and (l.outcome <> 'cancelled' or coalesce(l.attempts, '[]') <> '[]')
      and l.request_id <> all (p_without)
    union all
    select r.n, a.workspace_id, coalesce((a.subjects ->> 'provider_id')::uuid, l.provider_id),
      coalesce(a.subjects ->> 'model', l.model), coalesce(a.subjects ->> 'path', l.path), upper(l.method),
      coalesce((select array_agg(t) from jsonb_array_elements_text(a.subjects -> 'tags') as t), l.tags, '{}'),
      jsonb_strip_nulls(jsonb_build_object(
        'customer_id', l.customer_id, 'team_id', l.team_id, 'project_id', l.project_id, 'api_key_id', l.api_key_id,
        'member_id', l.member_id, 'end_user_id', l.end_user_id, 'provider_id', l.provider_id,
        'endpoint_id', l.endpoint_id, 'credential_id', l.credential_id
      )) || a.subjects,
      case when a.rule_id is not null then a.subject end,
      case when a.metric = 'requests' then a.delta else 0 end,
      case when a.metric = 'input_tokens' then a.delta else 0 end,
      case when a.metric = 'output_tokens' then a.delta else 0 end,
      case when a.metric = 'total_tokens' then a.delta else 0 end,
      case when a.metric = 'cost_cents' then a.delta else 0 end
    from rules as r
    join public.usage_adjustments as a on r.workspace_id is null or a.workspace_id = r.workspace_id
    left join public.request_logs as l on l.request_id = a.request_id and l.workspace_id = a.workspace_id
    where coalesce(l.created_at, a.created_at) >= r.starts and coalesce(l.created_at, a.created_at) < r.ends
      and r.counted @> coalesce(l.created_at, a.created_at)
      and (a.rule_id is null or a.rule_id::text = r.rule ->> 'rule_id')
      and (a.request_id is null or a.request_id <> all (p_without))
  ), matched as (
    select r.rule, f.requests, f.input_tokens, f.output_tokens, f.other_tokens, f.cost_cents,
      coalesce(f.subject, s.subject) as subject
    from rules as r
    join facts as f using (n)
    left join public.providers as p on p.workspace_id = f.workspace_id and p.id = f.provider_id
    cross join lateral (
      select coalesce(string_agg(private.encode_uri_component(v.value), ',' order by d.i), '') as subject
      from unnest(case when r.rule -> 'per' @> '["tag"]' and cardinality(f.tags) > 0 then f.tags else array[''] end) as tag
      left join lateral (
        select e.i, regexp_replace(e.name, '_(id|pattern)$', '') as name
        from jsonb_array_elements_text(r.rule -> 'per') with ordinality as e (name, i)
      ) as d on true
      left join lateral (
        select case d.name
          when 'tag' then tag when 'model' then coalesce(f.model, '') else coalesce(f.subjects ->> (d.name || '_id'), '')
        end as value
      ) as v on true
      where f.subject is null
      group by tag
      union all
      select f.subject where f.subject is not null
    ) as s
    where f.subject is not null or not exists (
        select 1
        from unnest('{customer_id,team_id,project_id,api_key_id,member_id,end_user_id,provider_id,endpoint_id,credential_id}'::text[]) as w (name)
        where r.rule ->> w.name is not null and r.rule ->> w.name is distinct from f.subjects ->> w.name
      )
      and (r.rule ->> 'tag' is null or r.rule ->> 'tag' = any (f.tags))
      and (r.rule ->> 'method' is null or upper(r.rule ->> 'method') = f.method)
      and (r.rule ->> 'path_pattern' is null or private.pattern_matches(r.rule ->> 'path_pattern', f.path))
      and (
        r.rule ->> 'model_pattern' is null or f.model is not null and (
          r.rule ->> 'model_pattern' = '*'
          or private.pattern_matches(r.rule ->> 'model_pattern', f.model)
          or private.pattern_matches(r.rule ->> 'model_pattern', p.slug || '/' || f.model)
        )
      )
      and (r.rule ->> 'model_tier_id' is null or exists (
        select 1 from public.models as m
        where m.tier_id::text = r.rule ->> 'model_tier_id' and m.name = f.model
          and m.workspace_id in (f.workspace_id, private.nil())
          and (m.provider_id is null or m.provider_id = f.provider_id)
      ))
  ), sums as (
    select m.rule ->> 'rule_id' as rule_id, m.subject, sum(m.requests) as requests, sum(m.input_tokens) as input_tokens,
      sum(m.output_tokens) as output_tokens, sum(m.input_tokens + m.output_tokens + m.other_tokens) as total_tokens,
      sum(m.cost_cents) as cost_cents
    from matched as m
    group by 1, 2
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'rule_id', s.rule_id, 'subject', s.subject, 'requests', s.requests::bigint, 'input_tokens', s.input_tokens::bigint,
    'output_tokens', s.output_tokens::bigint, 'total_tokens', s.total_tokens::bigint,
    'cost_nano_usd', trunc(s.cost_cents * 10000000)::bigint::text
  ) order by s.rule_id, s.subject), '[]')
  from sums as s
$$;
comment on function private.rule_sums(jsonb, uuid[]) is 'Sums per rule and subject in [start, end), from the rows and adjustments that the caller may see, those of p_without left out; money as nano-dollar text.';

drop function public.gateway_balances_rebuild(jsonb);
create function public.gateway_balances_rebuild(p_rules jsonb, p_without uuid[] default '{}') returns jsonb
  language sql stable security definer set search_path = ''
as $$
  select private.rule_sums(p_rules, p_without)
$$;
comment on function public.gateway_balances_rebuild(jsonb, uuid[]) is 'Sums per rule and subject in [start, end), from rows and adjustments but those of the requests in p_without; money as nano-dollar text.';

create function public.settled_sums(p_rules jsonb) returns jsonb
  language sql stable set search_path = ''
as $$
  select private.rule_sums(p_rules, '{}')
$$;
comment on function public.settled_sums(jsonb) is 'As gateway_balances_rebuild, from what the caller may see: what drift is measured against.';

-- A closed period holds what its budget counted, as its counter did.
create function private.budget_rows(p_budget public.budgets, p_from timestamptz, p_to timestamptz)
  returns table (
    request_id uuid, workspace_id uuid, created_at timestamptz, cost_cents numeric, repeat_count integer,
    status_code integer, outcome text
  )
  language sql stable set search_path = ''
as $$
  select l.request_id, l.workspace_id, l.created_at, l.cost_cents, l.repeat_count, l.status_code, l.outcome
  from public.request_logs as l
  where l.created_at >= p_from and l.created_at < p_to and p_budget.counted @> l.created_at
    and (l.workspace_id = p_budget.workspace_id or p_budget.workspace_id = private.nil())
    and l.outcome <> 'refused' and (l.outcome <> 'cancelled' or coalesce(l.attempts, '[]') <> '[]')
    and (p_budget.customer_id is null or l.customer_id = p_budget.customer_id)
    and (p_budget.team_id is null or l.team_id = p_budget.team_id)
    and (p_budget.project_id is null or l.project_id = p_budget.project_id)
    and (p_budget.api_key_id is null or l.api_key_id = p_budget.api_key_id)
    and (p_budget.member_id is null or l.member_id = p_budget.member_id)
    and (p_budget.end_user_id is null or l.end_user_id = p_budget.end_user_id)
    and (p_budget.provider_id is null or l.provider_id = p_budget.provider_id)
    and (p_budget.endpoint_id is null or l.endpoint_id = p_budget.endpoint_id)
    and (p_budget.credential_id is null or l.credential_id = p_budget.credential_id)
    and (p_budget.tag is null or p_budget.tag = any (l.tags))
    and (p_budget.model_pattern is null or l.model is not null and (
      p_budget.model_pattern = '*' or private.pattern_matches(p_budget.model_pattern, l.model)
      or private.pattern_matches(p_budget.model_pattern, (
        select p.slug from public.providers as p where p.workspace_id = l.workspace_id and p.id = l.provider_id
      ) || '/' || l.model)
    ))
    and (p_budget.model_tier_id is null or exists (
      select 1 from public.models as m
      where m.tier_id = p_budget.model_tier_id and m.name = l.model and m.workspace_id in (l.workspace_id, private.nil())
        and (m.provider_id is null or m.provider_id = l.provider_id)
    ))
$$;
comment on function private.budget_rows(public.budgets, timestamptz, timestamptz) is 'The requests that a budget counted in [p_from, p_to), of those that the caller may see.';

create or replace function private.budget_actuals(
  p_budget public.budgets, p_from timestamptz, p_to timestamptz,
  out spent_cents numeric, out requests bigint, out errors bigint
)
  language sql stable set search_path = ''
as $$
  with rows as materialized (
    select * from private.budget_rows(p_budget, p_from, p_to)
  )
  select coalesce(sum(r.cost_cents), 0) + coalesce((
      select sum(a.delta)
      from public.usage_adjustments as a
      left join rows as k on k.request_id = a.request_id and k.workspace_id = a.workspace_id
      where a.metric = 'cost_cents' and (
        a.rule_id = p_budget.id and a.created_at >= p_from and (k.request_id is not null or a.created_at < p_to)
          and p_budget.counted @> a.created_at
        or a.rule_id is null and k.request_id is not null
      )
    ), 0),
    coalesce(sum(r.repeat_count), 0)::bigint,
    coalesce(sum(r.repeat_count) filter (
      where not coalesce(r.status_code < 400, false) or r.outcome in ('failed', 'interrupted')
    ), 0)::bigint
  from rows as r
$$;

revoke all on function private.rule_sums(jsonb, uuid[]), public.settled_sums(jsonb),
  public.gateway_balances_rebuild(jsonb, uuid[]),
  private.budget_rows(public.budgets, timestamptz, timestamptz) from public, anon, authenticated, service_role;
grant execute on function public.gateway_balances_rebuild(jsonb, uuid[]) to gateway;
grant execute on function private.rule_sums(jsonb, uuid[]), private.encode_uri_component(text), public.settled_sums(jsonb),
  private.budget_rows(public.budgets, timestamptz, timestamptz) to authenticated, service_role;
