-- Budgets of an endpoint and of a model tier, and the course of a period: what was spent when.

create or replace function public.create_budget(p jsonb) returns void
  language plpgsql set search_path = ''
as $$
declare
  given public.budgets := jsonb_populate_record(null::public.budgets, p);
begin
  insert into public.budgets (
    id, workspace_id, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, endpoint_id,
    credential_id, model_pattern, model_tier_id, model_tier_workspace_id, per, name, description, amount_cents,
    soft_amount_cents, period, duration, calendar_aligned, timezone, reset_anchor, is_hard_limit, alert_thresholds,
    override_amount_cents, override_until, is_active
  ) values (
    coalesce(given.id, public.uuid_v7()), given.workspace_id, given.customer_id, given.team_id, given.project_id,
    given.api_key_id, given.member_id, given.end_user_id, given.tag, given.provider_id, given.endpoint_id,
    given.credential_id, given.model_pattern, given.model_tier_id, given.model_tier_workspace_id,
    coalesce(given.per, '{}'), given.name, given.description, given.amount_cents, given.soft_amount_cents,
    coalesce(given.period, 'MONTHLY'), given.duration, coalesce(given.calendar_aligned, true),
    coalesce(given.timezone, 'UTC'), given.reset_anchor, coalesce(given.is_hard_limit, true),
    coalesce(given.alert_thresholds, '{50,80,100}'), given.override_amount_cents, given.override_until,
    coalesce(given.is_active, true)
  );
end
$$;

create or replace function public.update_budget(p jsonb) returns void
  language plpgsql set search_path = ''
as $$
declare
  target public.budgets;
  given public.budgets;
begin
  select * into target from public.budgets where id = (p ->> 'id')::uuid;
  if not found then
    raise exception 'No such budget.' using errcode = 'P0002';
  end if;
  given := jsonb_populate_record(target, p - '{scope,workspace_id,counted,usage_reset_at}'::text[]);
  update public.budgets
  set customer_id = given.customer_id, team_id = given.team_id, project_id = given.project_id,
    api_key_id = given.api_key_id, member_id = given.member_id, end_user_id = given.end_user_id, tag = given.tag,
    provider_id = given.provider_id, endpoint_id = given.endpoint_id, credential_id = given.credential_id,
    model_pattern = given.model_pattern, model_tier_id = given.model_tier_id,
    model_tier_workspace_id = given.model_tier_workspace_id, per = given.per, name = given.name,
    description = given.description, amount_cents = given.amount_cents, soft_amount_cents = given.soft_amount_cents,
    period = given.period, duration = given.duration, calendar_aligned = given.calendar_aligned,
    timezone = given.timezone, reset_anchor = given.reset_anchor, is_hard_limit = given.is_hard_limit,
    alert_thresholds = given.alert_thresholds, override_amount_cents = given.override_amount_cents,
    override_until = given.override_until, is_active = given.is_active
  where id = target.id;
  if not found then
    raise exception 'Your role does not allow changing budgets.' using errcode = '42501';
  end if;
end
$$;

create function public.budget_course(p_budget uuid, p_from timestamptz, p_to timestamptz, p_unit text) returns jsonb
  language sql stable set search_path = ''
as $$
  with buckets as (
    select date_trunc(p_unit, r.created_at, b.timezone) as t, coalesce(sum(r.cost_cents), 0) as spent_cents,
      sum(r.repeat_count) as request_count
    from public.budgets as b
    cross join lateral private.budget_rows(b, p_from, p_to) as r
    where b.id = p_budget
    group by 1
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    't', private.utc_text(k.t), 'spent_cents', k.spent_cents::text, 'request_count', k.request_count
  ) order by k.t), '[]')
  from buckets as k
$$;
comment on function public.budget_course(uuid, timestamptz, timestamptz, text) is 'What was spent of a budget by hour, day or month of its zone, from the stored requests; buckets without any are left out.';
revoke all on function public.budget_course(uuid, timestamptz, timestamptz, text)
  from public, anon, authenticated, service_role;
grant execute on function public.budget_course(uuid, timestamptz, timestamptz, text) to authenticated, service_role;
