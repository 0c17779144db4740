-- Credit is bought ahead and spent earliest expiry first. The ledger counts what a workspace spends of a kind in one counter
-- without end, named by the account's id, and holds it against `allocated + what is left of unexpired purchases`. When records
-- drain, the same amounts are spread over the purchases here: `allocated` rises by what `remaining` falls, so the limit
-- stays the same and no snapshot is outdated by spending. Only a purchase, an expiry, or spending that arrives for a
-- purchase that has expired since moves the limit, and those raise the workspace's version.
-- What was spent beyond all credit (a cost above its reservation) is a debt, which the next purchase pays first.

create table public.credit_accounts (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('money', 'requests')),
  spent numeric(20, 7) not null default 0 check (spent >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, kind)
);
comment on table public.credit_accounts is 'What a workspace has spent of its credit, by kind; the id names the counter in the ledger.';
alter table public.credit_accounts enable row level security;
alter table public.credit_accounts force row level security;
revoke all on public.credit_accounts from public, anon, authenticated, service_role;
grant select on public.credit_accounts to authenticated, service_role;
create policy credit_accounts_select on public.credit_accounts for select to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.credit_accounts
  for each row execute function private.set_updated_at();

-- Written by grants and by the drain alone: whoever writes `remaining` otherwise parts it from the ledger's counter.
revoke insert, update, delete on public.credit_purchases from service_role;
alter table public.credit_purchases
  add column lapsed_at timestamptz,
  add constraint credit_purchases_whole_requests check (kind = 'money' or amount = trunc(amount));
comment on column public.credit_purchases.lapsed_at is 'When the gateways were told that it has expired.';
create index on public.credit_purchases (expires_at) where lapsed_at is null;
create trigger touch_config after insert or delete or update of kind, amount, expires_at, lapsed_at
  on public.credit_purchases for each row execute function private.touch_config(
    'workspace', 'kind', 'amount', 'expires_at', 'lapsed_at'
  );

create function private.allocated_credit(p_account public.credit_accounts) returns numeric
  language sql stable set search_path = ''
  return (
    select coalesce(sum(p.amount - p.remaining), 0) from public.credit_purchases as p
    where p.workspace_id = p_account.workspace_id and p.kind = p_account.kind
  );

create function private.show_credit_balance(p_account public.credit_accounts) returns void
  language sql set search_path = ''
as $$
  with balance as (
    select coalesce(sum(p.remaining), 0) - greatest(p_account.spent - private.allocated_credit(p_account), 0) as rest
    from public.credit_purchases as p
    where p.workspace_id = p_account.workspace_id and p.kind = p_account.kind and coalesce(p.expires_at > now(), true)
  )
  update public.workspaces as w
  set credit_balance_cents = case when p_account.kind = 'money' then b.rest else w.credit_balance_cents end,
    credit_logs_balance = case when p_account.kind = 'requests' then b.rest::bigint else w.credit_logs_balance end
  from balance as b
  where w.id = p_account.workspace_id
    and case when p_account.kind = 'money' then w.credit_balance_cents else w.credit_logs_balance end <> b.rest
$$;

-- Spends an amount at an instant, or gives it back where it is negative. The account's row is the lock.
create function private.spend_credit(p_account uuid, p_at timestamptz, p_amount numeric) returns void
  language plpgsql set search_path = ''
as $$
declare
  account public.credit_accounts;
  purchase public.credit_purchases;
  part numeric;
  open numeric;
  touches_expired boolean := false;
begin
  select * into account from public.credit_accounts where id = p_account for no key update;
  if not found or p_amount = 0 then
    return;
  end if;
  update public.credit_accounts set spent = greatest(spent + p_amount, 0) where id = p_account returning * into account;
  open := account.spent - private.allocated_credit(account);
  if p_amount > 0 then
    open := least(open, p_amount);
    for purchase in
      select * from public.credit_purchases as p
      where p.workspace_id = account.workspace_id and p.kind = account.kind and p.remaining > 0
        and coalesce(p.expires_at > p_at, true)
      order by p.expires_at nulls last, p.created_at, p.id
    loop
      exit when open <= 0;
      part := least(open, purchase.remaining);
      update public.credit_purchases set remaining = remaining - part where id = purchase.id;
      touches_expired := touches_expired or coalesce(purchase.expires_at <= now(), false);
      open := open - part;
    end loop;
  else
    for purchase in
      select * from public.credit_purchases as p
      where p.workspace_id = account.workspace_id and p.kind = account.kind and p.remaining < p.amount
      order by p.expires_at desc nulls first, p.created_at desc, p.id desc
    loop
      exit when open >= 0;
      part := least(-open, purchase.amount - purchase.remaining);
      update public.credit_purchases set remaining = remaining + part where id = purchase.id;
      touches_expired := touches_expired or coalesce(purchase.expires_at <= now(), false);
      open := open + part;
    end loop;
  end if;
  if touches_expired then
    insert into private.config_touches (workspace_id, part) values (account.workspace_id, 'workspace')
    on conflict do nothing;
  end if;
  perform private.show_credit_balance(account);
end
$$;
comment on function private.spend_credit(uuid, timestamptz, numeric) is 'Spreads what was spent over the purchases that were unexpired then, earliest expiry first; the rest is a debt.';

-- A record names the accounts that its call was checked against, so that exactly what the ledger counted is spent here.
-- Between two expiries the order of records does not matter: one step for all of them.
create function private.count_credits(p_stored public.request_logs[], p_records jsonb) returns void
  language plpgsql set search_path = ''
as $$
declare
  spending record;
begin
  for spending in
    select a.id, min(l.created_at) as at,
      sum(case a.kind when 'money' then coalesce(l.cost_cents, 0) else l.repeat_count end) as amount
    from (
      select distinct e.value ->> 'request_id' as request_id, c.id
      from jsonb_array_elements(p_records) as e (value)
      cross join lateral jsonb_array_elements_text(
        case jsonb_typeof(e.value -> 'credit_accounts') when 'array' then e.value -> 'credit_accounts' else '[]' end
      ) as c (id)
    ) as c
    join unnest(p_stored) as l on l.request_id::text = c.request_id
    join public.credit_accounts as a on a.id::text = c.id and a.workspace_id = l.workspace_id
    cross join lateral (
      select count(*) as passed from public.credit_purchases as p
      where p.workspace_id = a.workspace_id and p.kind = a.kind and p.expires_at <= l.created_at
    ) as x
    where l.outcome <> 'refused' and (l.outcome <> 'cancelled' or coalesce(l.attempts, '[]') <> '[]')
    group by a.id, x.passed
    order by a.id, x.passed
  loop
    perform private.spend_credit(spending.id, spending.at, spending.amount);
  end loop;
end
$$;

create function private.snapshot_purchases(p_account public.credit_accounts) returns jsonb
  language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'remaining', p.remaining::text, 'expires_at', p.expires_at
  ) order by p.expires_at nulls last, p.created_at, p.id), '[]')
  from public.credit_purchases as p
  where p.workspace_id = p_account.workspace_id and p.kind = p_account.kind and p.remaining > 0
    and coalesce(p.expires_at > now(), true)
$$;

create or replace function private.snapshot_credits(p_workspace uuid) returns jsonb
  language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', a.id, 'kind', a.kind, 'allocated', private.allocated_credit(a)::text,
    'purchases', private.snapshot_purchases(a)
  ) order by a.kind), '[]')
  from public.credit_accounts as a
  where a.workspace_id = p_workspace
$$;

-- The limit that an expired purchase was part of falls: every gateway reads it anew.
create function public.lapse_credits() returns integer
  language plpgsql security definer set search_path = ''
as $$
declare
  account public.credit_accounts;
  lapsed integer := 0;
begin
  for account in
    select a.* from public.credit_accounts as a
    where exists (
      select 1 from public.credit_purchases as p
      where p.workspace_id = a.workspace_id and p.kind = a.kind and p.lapsed_at is null and p.expires_at <= now()
    )
    order by a.id for no key update skip locked
  loop
    update public.credit_purchases set lapsed_at = now()
    where workspace_id = account.workspace_id and kind = account.kind and lapsed_at is null and expires_at <= now();
    perform private.show_credit_balance(account);
    lapsed := lapsed + 1;
  end loop;
  return lapsed;
end
$$;
comment on function public.lapse_credits() is 'Tells the gateways of credit that has expired. Answers for how many accounts.';

create function public.gateway_credit_spending() returns jsonb
  language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'rule_id', a.id, 'workspace_id', a.workspace_id, 'subject', '',
    'metric', case a.kind when 'money' then 'cost_nano_usd' else 'requests' end,
    'used', trunc(a.spent * case a.kind when 'money' then 10000000 else 1 end)::bigint::text
  ) order by a.id), '[]')
  from public.credit_accounts as a
$$;
comment on function public.gateway_credit_spending() is 'What the counters of all credit accounts must be, from the stored records; money as nano-dollar text.';

-- Whoever runs the installation sells credit; where nobody does, the OWNERs of a workspace book their own.
create function private.may_grant_credit(p_workspace uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$
  select case
    when exists (select 1 from public.operators) then exists (
      select 1 from public.operators where user_id = private.actor_id()
    ) and private.claimed_role() = 'OWNER'
    else p_workspace in (select private.my_workspaces('OWNER'))
  end
$$;

create function public.grant_credit(p jsonb) returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  given public.credit_purchases := jsonb_populate_record(null::public.credit_purchases, p);
  account public.credit_accounts;
  debt numeric;
begin
  if not private.may_grant_credit(given.workspace_id) then
    raise exception 'Credit is granted by the operators of this installation, or where it has none, by an OWNER of the workspace.'
      using errcode = '42501';
  end if;
  if given.expires_at <= now() then
    raise exception 'Credit that has expired already cannot be granted. Choose a later expires_at.' using errcode = '22023';
  end if;
  insert into public.credit_accounts (workspace_id, kind) values (given.workspace_id, given.kind)
  on conflict (workspace_id, kind) do nothing;
  select * into strict account from public.credit_accounts
  where workspace_id = given.workspace_id and kind = given.kind for no key update;
  if given.amount + (
    select coalesce(sum(amount), 0) from public.credit_purchases
    where workspace_id = account.workspace_id and kind = account.kind
  ) > 900719925 then
    raise exception 'All credit of a kind that a workspace ever buys is at most 900719925 (cents or requests): one counter holds no more.'
      using errcode = '22003';
  end if;
  debt := greatest(account.spent - private.allocated_credit(account), 0);
  insert into public.credit_purchases (id, workspace_id, kind, amount, remaining, reference, purchased_by, expires_at)
  values (
    coalesce(given.id, public.uuid_v7()), given.workspace_id, given.kind, given.amount,
    given.amount - least(debt, given.amount), given.reference, private.actor_id(), given.expires_at
  );
  perform private.show_credit_balance(account);
end
$$;
comment on function public.grant_credit(jsonb) is 'Books a purchase of credit, in force from the next call on; a debt is paid from it first. Amounts may be text.';

-- What a plan lets through in a month. Unknown or broken entries are refused here, so that a gateway never has to guess.
create function private.are_plan_limits(p_limits jsonb) returns boolean
  language sql immutable parallel safe set search_path = ''
  return jsonb_typeof(p_limits) = 'object' and not exists (
    select 1 from jsonb_each(p_limits) as e
    where e.key not in ('requests_per_month', 'tokens_per_month', 'spend_cents_per_month')
      or e.value <> 'null' and not coalesce(
        case
          when e.key = 'spend_cents_per_month' then
            e.value #>> '{}' ~ '^[0-9]{1,9}([.][0-9]{1,7})?$' and (e.value #>> '{}')::numeric <= 900719925
          else jsonb_typeof(e.value) = 'number' and e.value #>> '{}' ~ '^[0-9]{1,15}$'
        end, false
      )
  );
alter table public.workspaces
  add constraint workspaces_plan_limits_known check (private.are_plan_limits(plan_limits));
comment on column public.workspaces.plan_limits is 'What the plan lets through in a UTC month: requests_per_month, tokens_per_month, spend_cents_per_month; absent or null is unlimited.';

-- A balance that falls with every drain is evidence kept elsewhere, not a change by a person.
drop trigger note_audit on public.workspaces;
create trigger note_audit after insert or delete or update of
    owner_id, name, slug, description, logo_url, plan, plan_limits, settings, panic_mode, onboarding_state,
    output_reserve_tokens, on_ledger_outage, is_demo, config_hash, deleted_at
  on public.workspaces for each row execute function private.note_audit('workspace', 'id', 'id');
drop trigger set_updated_at on public.workspaces;
create trigger set_updated_at before update on public.workspaces
  for each row when (
    old.credit_balance_cents = new.credit_balance_cents and old.credit_logs_balance = new.credit_logs_balance
  ) execute function private.set_updated_at();

create or replace function public.record_requests(p_records jsonb) returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  stored public.request_logs[];
  bad jsonb := '[]';
  facts private.usage_fact[];
  marginals private.usage_marginal[];
begin
  if jsonb_typeof(p_records) is distinct from 'array' then
    raise exception 'record_requests takes an array of records.' using errcode = '22023';
  end if;
  begin
    stored := private.insert_requests(p_records);
  exception when others then
    if not private.is_bad_data(sqlstate) then
      raise;
    end if;
    bad := null;
  end;
  if bad is null then
    bad := private.find_bad_records(p_records);
    stored := private.insert_requests((
      select coalesce(jsonb_agg(e.value order by e.n), '[]')
      from jsonb_array_elements(p_records) with ordinality as e (value, n)
      where not exists (select 1 from jsonb_array_elements(bad) as b (value) where b.value -> 'record' = e.value)
    ));
    perform private.bury_records(bad);
  end if;

  if cardinality(stored) > 0 then
    facts := private.usage_facts(stored);
    perform private.roll_up_hourly(facts);
    perform private.roll_up_daily(facts);
    perform private.roll_up_minutely(facts);
    perform private.roll_up_latency(facts);
    marginals := private.usage_marginals(facts);
    if marginals is not null then
      marginals := private.cap_marginals(marginals);
      perform private.roll_up_subject_hourly(marginals);
      perform private.roll_up_subject_daily(marginals);
    end if;
    perform private.count_key_usage(facts);
    if jsonb_path_exists(p_records, '$[*].credit_accounts') then
      perform private.count_credits(stored, p_records);
    end if;
    if jsonb_path_exists(p_records, '$[*].crossed_thresholds') then
      perform private.note_crossings(stored, p_records);
    end if;
  end if;
  return jsonb_build_object(
    'stored', cardinality(stored),
    'duplicate', jsonb_array_length(p_records) - cardinality(stored) - jsonb_array_length(bad),
    'dead', jsonb_array_length(bad)
  );
end
$$;

-- A late truth about credit is spent, or given back, like any other.
create or replace function private.insert_adjustment(p_adjustment jsonb) returns integer
  language plpgsql set search_path = ''
as $$
declare
  stored integer := 0;
  fresh public.usage_adjustments;
begin
  for fresh in
    with added as (
      insert into public.usage_adjustments (
        workspace_id, request_id, subjects, adjustment_id, rule_id, subject, metric, delta, reason, created_at
      )
      select (p_adjustment ->> 'workspace_id')::uuid, (p_adjustment ->> 'request_id')::uuid,
        coalesce(p_adjustment -> 'fields', '{}') - 'crossed_thresholds', p_adjustment ->> 'id', (t.value ->> 'rule_id')::uuid,
        coalesce(t.value ->> 'subject', ''),
        case t.value ->> 'metric' when 'cost_nano_usd' then 'cost_cents' else t.value ->> 'metric' end,
        coalesce((t.value ->> 'delta')::numeric, 0) / case t.value ->> 'metric' when 'cost_nano_usd' then 10000000 else 1 end,
        p_adjustment ->> 'reason', (p_adjustment ->> 'created_at')::timestamptz
      from jsonb_array_elements(
        case when coalesce(p_adjustment -> 'targets', '[]') = '[]' then '[{}]' else p_adjustment -> 'targets' end
      ) as t (value)
      order by t.value ->> 'rule_id', t.value ->> 'subject', t.value ->> 'metric'
      on conflict do nothing
      returning *
    )
    select * from added order by rule_id
  loop
    stored := stored + 1;
    perform private.spend_credit(fresh.rule_id, fresh.created_at, fresh.delta)
    where exists (
      select 1 from public.credit_accounts as a where a.id = fresh.rule_id and a.workspace_id = fresh.workspace_id
    );
  end loop;
  if stored > 0 and jsonb_typeof(p_adjustment -> 'fields' -> 'crossed_thresholds') = 'array' then
    perform private.note_crossing(
      (p_adjustment ->> 'workspace_id')::uuid, (p_adjustment ->> 'request_id')::uuid, e.value
    ) from jsonb_array_elements(p_adjustment -> 'fields' -> 'crossed_thresholds') as e (value);
  end if;
  return stored;
end
$$;

revoke all on function private.allocated_credit(public.credit_accounts), private.show_credit_balance(public.credit_accounts),
  private.spend_credit(uuid, timestamptz, numeric), private.count_credits(public.request_logs[], jsonb),
  private.snapshot_purchases(public.credit_accounts), private.may_grant_credit(uuid), private.are_plan_limits(jsonb),
  public.lapse_credits(), public.gateway_credit_spending(), public.grant_credit(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.lapse_credits(), public.gateway_credit_spending() to gateway;
grant execute on function public.grant_credit(jsonb) to authenticated;
grant execute on function private.are_plan_limits(jsonb) to authenticated, service_role;
