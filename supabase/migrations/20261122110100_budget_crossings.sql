-- Thresholds that the spending of a budget has reached, once a period whoever reports it how often: what alerts are made of.
-- A soft amount is a rule of its own in the ledger, whose id is made from the budget's.

create table public.budget_crossings (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  rule_id uuid not null,
  budget_id uuid not null,
  is_soft boolean not null,
  subject text not null,
  threshold numeric(9, 3) not null,
  used_cents numeric(20, 7) not null,
  limit_cents numeric(20, 7) not null,
  period_start_date timestamptz not null,
  request_id uuid,
  created_at timestamptz not null default now(),
  unique (rule_id, subject, period_start_date, threshold)
);
comment on table public.budget_crossings is 'Thresholds that budgets and their soft amounts reached, each once a period and subject.';
alter table public.budget_crossings enable row level security;
alter table public.budget_crossings force row level security;
revoke all on public.budget_crossings from public, anon, authenticated, service_role;
grant select on public.budget_crossings to authenticated, service_role;
create policy budget_crossings_select on public.budget_crossings for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create index on public.budget_crossings (workspace_id, created_at desc, id desc);
create index on public.budget_crossings (budget_id, period_start_date);

-- Its own inverse. The gateway's `softRuleId` makes the same, and a test holds the two together.
create function private.soft_rule_id(p_budget uuid) returns uuid
  language sql immutable parallel safe set search_path = ''
  return (
    left(p_budget::text, 24)
    || lpad(to_hex(('x' || right(p_budget::text, 12))::bit(48)::bigint # x'5f0a3c96e1d7'::bigint), 12, '0')
  )::uuid;

create function private.note_crossing(p_workspace uuid, p_request uuid, p_crossing jsonb) returns void
  language plpgsql set search_path = ''
as $$
declare
  rule uuid := (p_crossing ->> 'ruleId')::uuid;
  budget public.budgets;
begin
  select * into budget from public.budgets as b where b.id in (rule, private.soft_rule_id(rule));
  if not found then
    return;
  end if;
  insert into public.budget_crossings (
    workspace_id, rule_id, budget_id, is_soft, subject, threshold, used_cents, limit_cents, period_start_date, request_id
  ) values (
    p_workspace, rule, budget.id, budget.id <> rule, coalesce(p_crossing ->> 'subject', ''),
    (p_crossing ->> 'threshold')::numeric, (p_crossing ->> 'used')::numeric / 10000000,
    (p_crossing ->> 'limit')::numeric / 10000000,
    to_timestamp((p_crossing ->> 'periodStartMs')::numeric / 1000), p_request
  )
  on conflict do nothing;
  if found and budget.id = rule then
    update public.budgets
    set last_alert_threshold = greatest(last_alert_threshold, (p_crossing ->> 'threshold')::numeric)
    where id = budget.id;
  end if;
end
$$;

create function private.note_crossings(p_stored public.request_logs[], p_records jsonb) returns void
  language sql set search_path = ''
as $$
  select private.note_crossing(l.workspace_id, l.request_id, c.value)
  from jsonb_array_elements(p_records) as e (value)
  join unnest(p_stored) as l on l.request_id::text = e.value ->> 'request_id'
  cross join lateral jsonb_array_elements(
    case jsonb_typeof(e.value -> 'crossed_thresholds') when 'array' then e.value -> 'crossed_thresholds' else '[]' end
  ) as c (value)
  order by c.value ->> 'ruleId', l.request_id
$$;

revoke all on function private.soft_rule_id(uuid), private.note_crossing(uuid, uuid, jsonb),
  private.note_crossings(public.request_logs[], jsonb) from public, anon, authenticated, service_role;
