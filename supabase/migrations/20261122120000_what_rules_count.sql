-- A counter begins when its rule does. `counted` says of which instants a rule counts calls: from its creation on, not while
-- it is switched off, and anew once it counts something else. Whoever adds up rows for a rule heeds it, so that a budget made
-- on the twentieth does not hold the first to the nineteenth after a rebuild, and drift is measured against the same calls.

alter table public.rate_limits
  add column counted tstzmultirange not null default '{(,)}',
  add column usage_reset_at timestamptz;
alter table public.budgets
  add column counted tstzmultirange not null default '{(,)}',
  add column usage_reset_at timestamptz;
comment on column public.rate_limits.counted is 'The instants at which this rule counts calls; kept by a trigger.';
comment on column public.budgets.counted is 'The instants at which this rule counts calls; kept by a trigger.';
comment on column public.rate_limits.usage_reset_at is 'When a member set the usage of the running window to zero last.';
comment on column public.budgets.usage_reset_at is 'When a member set the usage of the running period to zero last.';
grant update (usage_reset_at) on public.rate_limits to authenticated;
grant update (usage_reset_at) on public.budgets to authenticated;

-- Arguments: the columns that say what is counted.
create function private.keep_counted() returns trigger
  language plpgsql set search_path = ''
as $$
declare
  before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
  after jsonb := to_jsonb(new);
  from_now tstzmultirange := tstzmultirange(tstzrange(clock_timestamp(), null));
  -- Through jsonb: one function serves both tables, whose rows have no type in common.
  known tstzmultirange := coalesce((before ->> 'counted')::tstzmultirange, '{}');
  is_active boolean := (after ->> 'is_active')::boolean;
begin
  if tg_op = 'INSERT' then
    new.counted := case when is_active then tstzmultirange(tstzrange(new.created_at, null)) else '{}' end;
  elsif exists (select 1 from unnest(tg_argv) as c (name) where before -> c.name is distinct from after -> c.name) then
    new.counted := case when is_active then from_now else '{}' end;
  elsif is_active is distinct from (before ->> 'is_active')::boolean then
    new.counted := case when is_active then known + from_now else known - from_now end;
  else
    new.counted := known;
  end if;
  return new;
end
$$;
revoke all on function private.keep_counted() from public, anon, authenticated, service_role;

create trigger keep_counted before insert or update on public.rate_limits
  for each row execute function private.keep_counted(
    'customer_id', 'team_id', 'project_id', 'api_key_id', 'member_id', 'end_user_id', 'tag', 'provider_id',
    'endpoint_id', 'credential_id', 'model_pattern', 'model_tier_id', 'per', 'path_pattern', 'method', 'metric',
    'strategy', 'window_ms', 'duration', 'calendar_aligned', 'timezone'
  );
create trigger keep_counted before insert or update on public.budgets
  for each row execute function private.keep_counted(
    'customer_id', 'team_id', 'project_id', 'api_key_id', 'member_id', 'end_user_id', 'tag', 'provider_id',
    'endpoint_id', 'credential_id', 'model_pattern', 'model_tier_id', 'per', 'period', 'duration',
    'calendar_aligned', 'timezone', 'reset_anchor', 'fiscal_start'
  );

-- That usage was set to zero is a change by a person, and one that nobody may make unseen.
drop trigger note_audit on public.budgets;
create trigger note_audit after insert or delete or update of
    customer_id, team_id, project_id, api_key_id, member_id, end_user_id, tag, provider_id, endpoint_id, credential_id,
    model_pattern, model_tier_id, per, name, description, amount_cents, soft_amount_cents, period, duration,
    calendar_aligned, timezone, fiscal_start, reset_anchor, is_hard_limit, alert_thresholds, override_amount_cents,
    override_until, template_id, is_active, config_hash, usage_reset_at
  on public.budgets for each row execute function private.note_audit('budget', 'workspace_id', 'id');
