-- Closing budget periods. Enforcement needs no job: this writes down what a period came to, once, however many instances
-- run it and however long none did. Period arithmetic follows the gateway's, and a test holds the two together.

-- The first instant at which the zone's clocks show this time or later: a repeated hour counts from its first pass, a time
-- that was skipped from the end of the gap.
create function private.local_to_instant(p_zone text, p_local timestamp) returns timestamptz
  language plpgsql stable set search_path = ''
as $$
declare
  found timestamptz := p_local at time zone p_zone;
  earlier interval;
  too_early timestamptz;
  middle timestamptz;
begin
  if found at time zone p_zone = p_local then
    foreach earlier in array array['1 hour', '30 minutes', '2 hours']::interval[] loop
      if (found - earlier) at time zone p_zone = p_local then
        return found - earlier;
      end if;
    end loop;
    return found;
  end if;
  too_early := found - interval '26 hours';
  found := found + interval '26 hours';
  while found - too_early > interval '1 millisecond' loop
    middle := date_trunc('milliseconds', too_early + (found - too_early) / 2);
    if middle at time zone p_zone >= p_local then
      found := middle;
    else
      too_early := middle;
    end if;
  end loop;
  return found;
end
$$;

create function private.budget_period(p_budget public.budgets, p_at timestamptz, out starts timestamptz, out ends timestamptz)
  language plpgsql stable set search_path = ''
as $$
declare
  length text := coalesce(p_budget.duration, case p_budget.period
    when 'DAILY' then '1d' when 'WEEKLY' then '1w' when 'MONTHLY' then '1M' when 'QUARTERLY' then '3M'
    when 'YEARLY' then '1Y' else '30d'
  end);
  n integer := left(length, -1)::integer;
  unit text := right(length, 1);
  zone text := p_budget.timezone;
  is_anchored boolean := not p_budget.calendar_aligned and (p_budget.reset_anchor is not null or unit in ('s', 'm', 'h'));
  anchor timestamptz := coalesce(p_budget.reset_anchor, to_timestamp(0));
  origin timestamp;
  step interval;
  k bigint;
begin
  if unit in ('s', 'm', 'h') then
    step := n * case unit when 's' then interval '1 second' when 'm' then interval '1 minute' else interval '1 hour' end;
    k := floor(extract(epoch from p_at - anchor) / extract(epoch from step));
    starts := anchor + k * step;
    ends := starts + step;
    return;
  end if;
  step := n * case unit
    when 'd' then interval '1 day' when 'w' then interval '7 days' when 'M' then interval '1 month' else interval '12 months'
  end;
  origin := case
    when is_anchored then anchor at time zone zone
    when unit = 'w' then timestamp '1970-01-05'
    else timestamp '1970-01-01'
  end;
  k := floor(extract(epoch from p_at - (origin at time zone zone)) / extract(epoch from step));
  loop
    starts := case when is_anchored and k = 0 then anchor else private.local_to_instant(zone, origin + k * step) end;
    exit when starts <= p_at;
    k := k - 1;
  end loop;
  loop
    ends := case when is_anchored and k = -1 then anchor else private.local_to_instant(zone, origin + (k + 1) * step) end;
    exit when ends > p_at;
    starts := ends;
    k := k + 1;
  end loop;
end
$$;
comment on function private.budget_period(public.budgets, timestamptz) is 'The period [starts, ends) of a budget at an instant.';

-- Requests of a budget in [p_from, p_to), with the adjustments that followed them. Refusals cost nothing and are not counted.
create function private.budget_actuals(
  p_budget public.budgets, p_from timestamptz, p_to timestamptz,
  out spent_cents numeric, out requests bigint, out errors bigint
)
  language sql stable set search_path = ''
as $$
  with rows as materialized (
    select l.request_id, l.workspace_id, l.cost_cents, l.repeat_count, l.status_code, l.outcome
    from public.request_logs as l
    where l.created_at >= p_from and l.created_at < p_to
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
  )
  select coalesce(sum(r.cost_cents), 0) + coalesce((
      select sum(a.delta)
      from public.usage_adjustments as a
      left join rows as k on k.request_id = a.request_id and k.workspace_id = a.workspace_id
      where a.metric = 'cost_cents' and (
        a.rule_id = p_budget.id and a.created_at >= p_from and (k.request_id is not null or a.created_at < p_to)
        or a.rule_id is null and k.request_id is not null
      )
    ), 0),
    coalesce(sum(r.repeat_count), 0)::bigint,
    coalesce(sum(r.repeat_count) filter (
      where not coalesce(r.status_code < 400, false) or r.outcome in ('failed', 'interrupted')
    ), 0)::bigint
  from rows as r
$$;
comment on function private.budget_actuals(public.budgets, timestamptz, timestamptz) is 'What was spent of a budget in [p_from, p_to), in US cents, with the number of its requests and errors.';

create function private.close_budget(p_budget public.budgets, p_now timestamptz) returns integer
  language plpgsql set search_path = ''
as $$
declare
  span record;
  actual record;
  closed integer := 0;
begin
  span := private.budget_period(p_budget, greatest(
    coalesce(p_budget.period_start_date, p_budget.created_at), p_now - interval '400 days'
  ));
  while span.ends <= p_now and closed < 1000 loop
    actual := private.budget_actuals(p_budget, span.starts, span.ends);
    insert into public.budget_history (
      workspace_id, budget_id, period_start_date, period_end_date, budget_amount_cents, actual_spent_cents, request_count,
      error_count
    ) values (
      p_budget.workspace_id, p_budget.id, span.starts, span.ends, p_budget.amount_cents, actual.spent_cents,
      actual.requests, actual.errors
    )
    on conflict (budget_id, period_start_date) do nothing;
    closed := closed + 1;
    span := private.budget_period(p_budget, span.ends);
  end loop;
  if (p_budget.period_start_date, p_budget.period_end_date) is distinct from (span.starts, span.ends) then
    update public.budgets set period_start_date = span.starts, period_end_date = span.ends, last_alert_threshold = null
    where id = p_budget.id;
  end if;
  return closed;
end
$$;

-- What settles late belongs to the period that admitted it, so rows stay open to correction for two days.
create function private.correct_closed_periods(p_budget public.budgets, p_now timestamptz) returns integer
  language plpgsql set search_path = ''
as $$
declare
  past public.budget_history;
  actual record;
  corrected integer := 0;
begin
  for past in
    select * from public.budget_history
    where budget_id = p_budget.id and period_end_date > p_now - interval '2 days' and updated_at < p_now - interval '1 hour'
    order by period_start_date
  loop
    actual := private.budget_actuals(p_budget, past.period_start_date, past.period_end_date);
    update public.budget_history
    set actual_spent_cents = actual.spent_cents, request_count = actual.requests, error_count = actual.errors
    where id = past.id;
    corrected := corrected + 1;
  end loop;
  return corrected;
end
$$;

create function public.close_budget_periods() returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  budget public.budgets;
  closed integer := 0;
  corrected integer := 0;
begin
  for budget in
    select * from public.budgets
    where period_end_date is null or period_end_date <= now() or exists (
      select 1 from public.budget_history as h
      where h.budget_id = budgets.id and h.period_end_date > now() - interval '2 days'
        and h.updated_at < now() - interval '1 hour'
    )
    order by id for no key update skip locked
  loop
    closed := closed + private.close_budget(budget, now());
    corrected := corrected + private.correct_closed_periods(budget, now());
  end loop;
  return jsonb_build_object('closed', closed, 'corrected', corrected);
end
$$;
comment on function public.close_budget_periods() is 'Writes one budget_history row for each period that ended; corrects those of the last two days. Answers {"closed", "corrected"}.';

create function public.budget_spending(p_workspace uuid)
  returns table (budget_id uuid, period_start_date timestamptz, period_end_date timestamptz, current_spent_cents text)
  language sql stable set search_path = ''
as $$
  select b.id, s.starts, s.ends, a.spent_cents::text
  from public.budgets as b
  cross join lateral private.budget_period(b, now()) as s
  cross join lateral private.budget_actuals(b, s.starts, s.ends) as a
  where b.workspace_id = p_workspace
$$;
comment on function public.budget_spending(uuid) is 'What was spent of each budget of a workspace in its current period, from the stored requests; money as text.';

revoke all on function private.local_to_instant(text, timestamp), private.budget_period(public.budgets, timestamptz),
  private.budget_actuals(public.budgets, timestamptz, timestamptz), private.close_budget(public.budgets, timestamptz),
  private.correct_closed_periods(public.budgets, timestamptz), public.close_budget_periods(), public.budget_spending(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.close_budget_periods() to gateway, service_role;
grant execute on function private.local_to_instant(text, timestamp), private.budget_period(public.budgets, timestamptz),
  private.budget_actuals(public.budgets, timestamptz, timestamptz), private.pattern_matches(text, text),
  public.budget_spending(uuid) to authenticated, service_role;

-- Only the job writes where a period stands, and that it did so is no change by a person.
revoke insert, update on public.budgets from authenticated;
call private.grant_columns('public.budgets', 'insert', '{last_alert_threshold,period_end_date,period_start_date,scope}', 'authenticated');
call private.grant_columns('public.budgets', 'update', '{created_at,id,last_alert_threshold,period_end_date,period_start_date,scope,updated_at,workspace_id}', 'authenticated');
drop trigger note_audit on public.budgets;
create trigger note_audit after insert or delete or update of
    customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, endpoint_id, credential_id,
    model_pattern, model_tier_id, per, name, description, amount_cents, soft_amount_cents, period, duration,
    calendar_aligned, timezone, fiscal_start, reset_anchor, is_hard_limit, alert_thresholds, override_amount_cents,
    override_until, template_id, is_active, config_hash
  on public.budgets for each row execute function private.note_audit('budget', 'workspace_id', 'id');
drop trigger set_updated_at on public.budgets;
create trigger set_updated_at before update on public.budgets
  for each row when (old.period_start_date is not distinct from new.period_start_date)
  execute function private.set_updated_at();
