-- A budget that is given other periods, or counts something else, starts at zero. The period that was running ends there: its
-- row holds what was counted so far, and the next row begins where it ends, so that no time stands in two rows or in none.

-- Writes the rows of the periods that ended by p_now, and says which one runs.
create function private.close_ended(p_budget public.budgets, p_now timestamptz, out closed integer, out starts timestamptz, out ends timestamptz)
  language plpgsql set search_path = ''
as $$
declare
  span record;
begin
  closed := 0;
  span := private.budget_period(p_budget, greatest(
    coalesce(p_budget.period_start_date, p_budget.created_at), p_now - interval '400 days'
  ));
  while span.ends <= p_now and closed < 1000 loop
    perform private.write_budget_history(p_budget, span.starts, span.ends);
    closed := closed + 1;
    span := private.budget_period(p_budget, span.ends);
  end loop;
  starts := span.starts;
  ends := span.ends;
end
$$;

-- A row begins where the one of a cut period ended.
create function private.write_budget_history(p_budget public.budgets, p_from timestamptz, p_to timestamptz) returns void
  language plpgsql set search_path = ''
as $$
declare
  actual record;
  since timestamptz := greatest(p_from, (
    select max(h.period_end_date) from public.budget_history as h
    where h.budget_id = p_budget.id and h.period_end_date > p_from and h.period_end_date < p_to
  ));
begin
  actual := private.budget_actuals(p_budget, since, p_to);
  insert into public.budget_history (
    workspace_id, budget_id, period_start_date, period_end_date, budget_amount_cents, actual_spent_cents, request_count,
    error_count
  ) values (
    p_budget.workspace_id, p_budget.id, since, p_to, p_budget.amount_cents, actual.spent_cents, actual.requests,
    actual.errors
  )
  on conflict (budget_id, period_start_date) do nothing;
end
$$;

create or replace function private.close_budget(p_budget public.budgets, p_now timestamptz) returns integer
  language plpgsql set search_path = ''
as $$
declare
  span record;
begin
  span := private.close_ended(p_budget, p_now);
  if (p_budget.period_start_date, p_budget.period_end_date) is distinct from (span.starts, span.ends) then
    update public.budgets set period_start_date = span.starts, period_end_date = span.ends, last_alert_threshold = null
    where id = p_budget.id;
  end if;
  return span.closed;
end
$$;

-- What settles late belongs to the period that admitted it, so rows stay open to correction for two days. Those from before
-- the budget counted what it counts now are closed for good: nothing says any more which requests were theirs.
create or replace function private.correct_closed_periods(p_budget public.budgets, p_now timestamptz) returns integer
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
      and not isempty(p_budget.counted) and period_end_date > coalesce(lower(p_budget.counted), '-infinity')
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

-- Arguments: the columns that say what is counted and when. Runs before the trigger that starts the count anew, with the
-- rights of the owner, since members write no history.
create function private.end_counted_period() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  before jsonb := to_jsonb(old);
  after jsonb := to_jsonb(new);
  at timestamptz := clock_timestamp();
  span record;
  fresh record;
begin
  if not exists (select 1 from unnest(tg_argv) as c (name) where before -> c.name is distinct from after -> c.name) then
    return new;
  end if;
  span := private.close_ended(old, at);
  perform private.write_budget_history(old, span.starts, at);
  fresh := private.budget_period(new, at);
  new.period_start_date := fresh.starts;
  new.period_end_date := fresh.ends;
  new.last_alert_threshold := null;
  return new;
end
$$;

create trigger end_counted_period before update on public.budgets
  for each row execute function private.end_counted_period(
    'customer_id', 'team_id', 'project_id', 'api_key_id', 'member_id', 'end_user_id', 'tag', 'provider_id',
    'endpoint_id', 'credential_id', 'model_pattern', 'model_tier_id', 'per', 'period', 'duration',
    'calendar_aligned', 'timezone', 'reset_anchor', 'fiscal_start'
  );

revoke all on function private.close_ended(public.budgets, timestamptz),
  private.write_budget_history(public.budgets, timestamptz, timestamptz), private.end_counted_period()
  from public, anon, authenticated, service_role;
