-- Amounts of budgets are written by functions that take them as text: a data API that turns numbers of a row into doubles
-- would lose the last of their digits. They run with the caller's own rights.

create function public.create_budget(p jsonb) returns void
  language plpgsql set search_path = ''
as $$
declare
  given public.budgets := jsonb_populate_record(null::public.budgets, p);
begin
  insert into public.budgets (
    id, workspace_id, customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id,
    credential_id, model_pattern, per, name, description, amount_cents, soft_amount_cents, period, duration,
    calendar_aligned, timezone, reset_anchor, is_hard_limit, alert_thresholds, override_amount_cents, override_until,
    is_active
  ) values (
    coalesce(given.id, public.uuid_v7()), given.workspace_id, given.customer_id, given.team_id, given.project_id,
    given.api_key_id, given.member_id, given.end_user_id, given.tag, given.provider_id, given.credential_id,
    given.model_pattern, coalesce(given.per, '{}'), given.name, given.description, given.amount_cents,
    given.soft_amount_cents, coalesce(given.period, 'MONTHLY'), given.duration, coalesce(given.calendar_aligned, true),
    coalesce(given.timezone, 'UTC'), given.reset_anchor, coalesce(given.is_hard_limit, true),
    coalesce(given.alert_thresholds, '{50,80,100}'), given.override_amount_cents, given.override_until,
    coalesce(given.is_active, true)
  );
end
$$;
comment on function public.create_budget(jsonb) is 'Creates a budget; amounts may be text, which keeps every digit.';

create function public.update_budget(p jsonb) returns void
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
  given := jsonb_populate_record(target, p - '{scope,workspace_id}'::text[]);
  update public.budgets
  set customer_id = given.customer_id, team_id = given.team_id, project_id = given.project_id,
    api_key_id = given.api_key_id, member_id = given.member_id, end_user_id = given.end_user_id, tag = given.tag,
    provider_id = given.provider_id, credential_id = given.credential_id, model_pattern = given.model_pattern,
    per = given.per, name = given.name, description = given.description, amount_cents = given.amount_cents,
    soft_amount_cents = given.soft_amount_cents, period = given.period, duration = given.duration,
    calendar_aligned = given.calendar_aligned, timezone = given.timezone, reset_anchor = given.reset_anchor,
    is_hard_limit = given.is_hard_limit, alert_thresholds = given.alert_thresholds,
    override_amount_cents = given.override_amount_cents, override_until = given.override_until,
    is_active = given.is_active
  where id = target.id;
  if not found then
    raise exception 'Your role does not allow changing budgets.' using errcode = '42501';
  end if;
end
$$;
comment on function public.update_budget(jsonb) is 'Changes the given fields of a budget; amounts may be text, which keeps every digit.';

revoke all on function public.create_budget(jsonb), public.update_budget(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.create_budget(jsonb), public.update_budget(jsonb) to authenticated, service_role;
