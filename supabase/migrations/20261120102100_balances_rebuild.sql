-- What the counters of rules must be, worked out from the rows and the adjustments alone: the truth that drift is measured
-- against, and what a ledger that lost its memory starts from. Matching and naming of subjects follow the gateway's.

create function private.pattern_matches(p_pattern text, p_text text) returns boolean
  language sql immutable parallel safe set search_path = ''
  return case
    when position('*' in p_pattern) = 0 then p_pattern = p_text
    else p_text ~ (
      '^' || regexp_replace(regexp_replace(p_pattern, '([.+?^${}()|[\]\\])', '\\\1', 'g'), '\*+', '[^/]*', 'g') || '$'
    )
  end;
comment on function private.pattern_matches(text, text) is 'Whether a text matches a pattern in which * stands for anything but a slash.';

-- ECMA-262's encodeURIComponent, with which the gateway joins the parts of a subject.
create function private.encode_uri_component(p_text text) returns text
  language sql immutable parallel safe set search_path = ''
as $$
  select case when p_text ~ '^[A-Za-z0-9_.!~*''()-]*$' then p_text else (
    select string_agg(
      case
        when c.ch ~ '^[A-Za-z0-9_.!~*''()-]$' then c.ch
        else upper(regexp_replace(encode(convert_to(c.ch, 'UTF8'), 'hex'), '(..)', '%\1', 'g'))
      end, '' order by c.n
    )
    from regexp_split_to_table(p_text, '') with ordinality as c (ch, n)
  ) end
$$;

create function public.gateway_balances_rebuild(p_rules jsonb) returns jsonb
  language sql stable security definer set search_path = ''
as $$
  with rules as (
    select r.n, r.value as rule, (r.value ->> 'start')::timestamptz as starts, (r.value ->> 'end')::timestamptz as ends,
      nullif((r.value ->> 'workspace_id')::uuid, private.nil()) as workspace_id
    from jsonb_array_elements(p_rules) with ordinality as r (value, n)
  ), facts as (
    select r.n, l.workspace_id, l.provider_id, l.model, l.path, upper(l.method) as method, l.tags,
      jsonb_build_object(
        'customer_id', l.customer_id, 'team_id', l.team_id, 'project_id', l.project_id, 'api_key_id', l.api_key_id,
        'member_id', l.member_id, 'end_user_id', l.end_user_id, 'provider_id', l.provider_id,
        'endpoint_id', l.endpoint_id, 'credential_id', l.credential_id
      ) as subjects,
      null::text as subject, l.repeat_count::numeric as requests, coalesce(l.tokens_input, 0)::numeric as input_tokens,
      coalesce(l.tokens_output, 0)::numeric as output_tokens, coalesce(l.cost_cents, 0) as cost_cents
    from rules as r
    join public.request_logs as l on l.created_at >= r.starts and l.created_at < r.ends
      and (r.workspace_id is null or l.workspace_id = r.workspace_id)
    where l.outcome <> 'refused' and (l.outcome <> 'cancelled' or coalesce(l.attempts, '[]') <> '[]')
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
      case when a.metric = 'cost_cents' then a.delta else 0 end
    from rules as r
    join public.usage_adjustments as a on r.workspace_id is null or a.workspace_id = r.workspace_id
    left join public.request_logs as l on l.request_id = a.request_id and l.workspace_id = a.workspace_id
    where coalesce(l.created_at, a.created_at) >= r.starts and coalesce(l.created_at, a.created_at) < r.ends
      and (a.rule_id is null or a.rule_id::text = r.rule ->> 'rule_id')
  ), matched as (
    select r.n as rule_n, r.rule, f.requests, f.input_tokens, f.output_tokens, f.cost_cents, coalesce(f.subject, s.subject) as subject
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
        select 1 from jsonb_each_text(f.subjects) as c (name, value)
        where r.rule ->> c.name is not null and r.rule ->> c.name is distinct from c.value
      )
      and not exists (
        select 1
        from unnest('{customer_id,team_id,project_id,api_key_id,member_id,end_user_id,provider_id,endpoint_id,credential_id}'::text[]) as w (name)
        where r.rule ->> w.name is not null and f.subjects ->> w.name is null
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
  ), sums as (
    select m.rule ->> 'rule_id' as rule_id, m.subject, sum(m.requests) as requests, sum(m.input_tokens) as input_tokens,
      sum(m.output_tokens) as output_tokens, sum(m.cost_cents) as cost_cents
    from matched as m
    group by 1, 2
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'rule_id', s.rule_id, 'subject', s.subject, 'requests', s.requests::bigint, 'input_tokens', s.input_tokens::bigint,
    'output_tokens', s.output_tokens::bigint, 'cost_nano_usd', trunc(s.cost_cents * 10000000)::bigint::text
  ) order by s.rule_id, s.subject), '[]')
  from sums as s
$$;
comment on function public.gateway_balances_rebuild(jsonb) is 'Sums per rule and subject in [start, end), from rows and adjustments; money as nano-dollar text.';

revoke all on function private.pattern_matches(text, text), private.encode_uri_component(text),
  public.gateway_balances_rebuild(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.gateway_balances_rebuild(jsonb) to gateway;
