-- Routing rules and their weighted targets. The scope's id is copied into a generated column of its kind, so that a real
-- foreign key can guard it; the rule dies with what it is for.

create table public.routing_rules (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  description text,
  enabled boolean not null default true,
  cel_expression text not null default 'true' check (length(cel_expression) between 1 and 8000),
  scope text not null default 'global' check (scope in ('global', 'team', 'customer', 'virtual_key')),
  scope_id uuid,
  team_id uuid generated always as (case when scope = 'team' then scope_id end) stored,
  customer_id uuid generated always as (case when scope = 'customer' then scope_id end) stored,
  api_key_id uuid generated always as (case when scope = 'virtual_key' then scope_id end) stored,
  priority integer not null default 100,
  fallbacks text[] not null default '{}',
  query jsonb,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  check ((scope = 'global') = (scope_id is null)),
  foreign key (workspace_id, team_id) references public.teams (workspace_id, id) on delete cascade,
  foreign key (workspace_id, customer_id) references public.customers (workspace_id, id) on delete cascade,
  foreign key (workspace_id, api_key_id) references public.api_keys (workspace_id, id) on delete cascade
);
comment on table public.routing_rules is 'Rules that choose provider, model and credential of a request; lower priority first. scope global is the workspace.';
alter table public.routing_rules enable row level security;
alter table public.routing_rules force row level security;
revoke all on public.routing_rules from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.routing_rules to service_role;
create index on public.routing_rules (workspace_id, team_id);
create index on public.routing_rules (workspace_id, customer_id);
create index on public.routing_rules (workspace_id, api_key_id);
grant select on public.routing_rules to authenticated;
grant insert on public.routing_rules to authenticated;
call private.grant_columns('public.routing_rules', 'update', '{api_key_id,created_at,customer_id,id,team_id,updated_at,workspace_id}', 'authenticated');
grant delete on public.routing_rules to authenticated;
create policy routing_rules_select on public.routing_rules for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy routing_rules_insert on public.routing_rules for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy routing_rules_update on public.routing_rules for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy routing_rules_delete on public.routing_rules for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.routing_rules
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.routing_rules
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.routing_rules
  for each row execute function private.note_audit('routing_rule', 'workspace_id', 'id');
create trigger touch_config after insert or delete or update of
    name, enabled, cel_expression, scope, scope_id, priority, fallbacks
  on public.routing_rules for each row execute function private.touch_config(
    'workspace', 'name', 'enabled', 'cel_expression', 'scope', 'scope_id', 'priority', 'fallbacks'
  );
create trigger remember_name after delete on public.routing_rules
  for each row execute function private.remember_name('name');

create table public.routing_targets (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  rule_id uuid not null,
  provider_id uuid,
  model text check (length(model) between 1 and 200),
  credential_id uuid,
  weight numeric(12, 6) not null default 1 check (weight > 0 and weight <= 1),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  check (credential_id is null or provider_id is not null),
  foreign key (workspace_id, rule_id) references public.routing_rules (workspace_id, id) on delete cascade,
  foreign key (workspace_id, provider_id) references public.providers (workspace_id, id),
  foreign key (workspace_id, provider_id, credential_id) references public.provider_credentials (workspace_id, provider_id, id)
    on delete set null (credential_id)
);
comment on table public.routing_targets is 'Where a routing rule may send a request. Null provider or model: the one of the request.';
alter table public.routing_targets enable row level security;
alter table public.routing_targets force row level security;
revoke all on public.routing_targets from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.routing_targets to service_role;
create index on public.routing_targets (workspace_id, rule_id);
create index on public.routing_targets (workspace_id, provider_id, credential_id);
grant select on public.routing_targets to authenticated;
grant insert on public.routing_targets to authenticated;
call private.grant_columns('public.routing_targets', 'update', '{created_at,id,rule_id,updated_at,workspace_id}', 'authenticated');
grant delete on public.routing_targets to authenticated;
create policy routing_targets_select on public.routing_targets for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy routing_targets_insert on public.routing_targets for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy routing_targets_update on public.routing_targets for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy routing_targets_delete on public.routing_targets for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.routing_targets
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.routing_targets
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.routing_targets
  for each row execute function private.note_audit('routing_target', 'workspace_id', 'id');
create trigger touch_config after insert or delete or update of
    provider_id, model, credential_id, weight
  on public.routing_targets for each row execute function private.touch_config(
    'workspace', 'provider_id', 'model', 'credential_id', 'weight'
  );
-- Checked at commit, so that targets can be exchanged one by one within a transaction.
create function private.check_target_weights() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  rule uuid := case when tg_op = 'DELETE' then old.rule_id else new.rule_id end;
  total numeric;
begin
  select sum(weight) into total from public.routing_targets where rule_id = rule;
  if total <> 1 and exists (select 1 from public.routing_rules where id = rule) then
    raise exception 'The weights of a routing rule''s targets must add up to 1, not %.', total::float8
      using errcode = '23514', constraint = 'routing_targets_weights', hint = 'Write all targets of the rule in one step.';
  end if;
  return null;
end
$$;
revoke all on function private.check_target_weights() from public, anon, authenticated, service_role;
create constraint trigger check_target_weights after insert or update or delete on public.routing_targets
  deferrable initially deferred for each row execute function private.check_target_weights();
