-- Limits and budgets: one idea on different metrics. A rule matches when every subject column it names matches. A rule dies
-- with its subject: setting the column to null would turn a limit of one team into a limit of everyone.

create table public.rate_limits (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  description text,
  scope public.policy_scope generated always as (
    case
      when workspace_id = '00000000-0000-0000-0000-000000000000' then 'GLOBAL'::public.policy_scope
      when api_key_id is not null and provider_id is not null then 'KEY_PROVIDER'
      when api_key_id is not null then 'API_KEY'
      when (end_user_id is not null or per && '{end_user,end_user_id}')
        and (model_pattern is not null or model_tier_id is not null or per && '{model,model_pattern}') then 'USER_MODEL'
      when end_user_id is not null or per && '{end_user,end_user_id}' then 'END_USER'
      when tag is not null then 'TAG'
      when endpoint_id is not null then 'ENDPOINT'
      when credential_id is not null or provider_id is not null then 'PROVIDER'
      when model_pattern is not null then 'MODEL'
      when model_tier_id is not null then 'MODEL_TIER'
      when member_id is not null then 'MEMBER'
      when project_id is not null then 'PROJECT'
      when team_id is not null then 'TEAM'
      when customer_id is not null then 'CUSTOMER'
      else 'TENANT'
    end
  ) stored,
  customer_id uuid,
  team_id uuid,
  project_id uuid,
  api_key_id uuid,
  member_id uuid,
  end_user_id text check (length(end_user_id) between 1 and 256),
  tag text check (length(tag) between 1 and 64),
  provider_id uuid,
  endpoint_id uuid,
  credential_id uuid,
  model_pattern text check (length(model_pattern) between 1 and 200),
  model_tier_id uuid,
  model_tier_workspace_id uuid,
  per text[] not null default '{}' check (
    per <@ ('{customer,customer_id,team,team_id,project,project_id,api_key,api_key_id,member,member_id,end_user,end_user_id,tag}'::text[]
      || '{provider,provider_id,credential,credential_id,model,model_pattern}'::text[])
  ),
  path_pattern text,
  method text,
  metric public.limit_metric not null default 'requests',
  requests bigint not null check (requests between 0 and 9007199254740991),
  window_ms bigint check (window_ms > 0),
  duration text,
  calendar_aligned boolean not null default false,
  timezone text not null default 'UTC',
  strategy public.rate_limit_strategy not null default 'FIXED_WINDOW',
  bucket_size numeric(20, 6) check (bucket_size > 0),
  refill_rate numeric(20, 6) check (refill_rate > 0),
  max_wait_ms bigint check (max_wait_ms >= 0),
  priority integer not null default 100,
  enforcement text not null default 'enforce' check (enforcement in ('enforce', 'shadow')),
  is_active boolean not null default true,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  check ((model_tier_id is null) = (model_tier_workspace_id is null)),
  check (model_tier_workspace_id in (workspace_id, '00000000-0000-0000-0000-000000000000')),
  foreign key (workspace_id, customer_id) references public.customers (workspace_id, id) on delete cascade,
  foreign key (workspace_id, team_id) references public.teams (workspace_id, id) on delete cascade,
  foreign key (workspace_id, project_id) references public.projects (workspace_id, id) on delete cascade,
  foreign key (workspace_id, api_key_id) references public.api_keys (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references public.workspace_members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, provider_id) references public.providers (workspace_id, id) on delete cascade,
  foreign key (workspace_id, endpoint_id) references public.provider_endpoints (workspace_id, id) on delete cascade,
  foreign key (workspace_id, credential_id) references public.provider_credentials (workspace_id, id) on delete cascade,
  foreign key (model_tier_workspace_id, model_tier_id) references public.model_tiers (workspace_id, id) on delete cascade
);
comment on table public.rate_limits is 'Limits. requests is the value of the limit, whatever the metric; per lists the dimensions with a counter each.';
alter table public.rate_limits enable row level security;
alter table public.rate_limits force row level security;
revoke all on public.rate_limits from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.rate_limits to service_role;
create index on public.rate_limits (workspace_id, customer_id);
create index on public.rate_limits (workspace_id, team_id);
create index on public.rate_limits (workspace_id, project_id);
create index on public.rate_limits (workspace_id, api_key_id);
create index on public.rate_limits (workspace_id, member_id);
create index on public.rate_limits (workspace_id, provider_id);
create index on public.rate_limits (workspace_id, endpoint_id);
create index on public.rate_limits (workspace_id, credential_id);
create index on public.rate_limits (model_tier_workspace_id, model_tier_id);
grant select on public.rate_limits to authenticated;
grant insert on public.rate_limits to authenticated;
call private.grant_columns('public.rate_limits', 'update', '{created_at,id,scope,updated_at,workspace_id}', 'authenticated');
grant delete on public.rate_limits to authenticated;
create policy rate_limits_select on public.rate_limits for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy rate_limits_insert on public.rate_limits for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy rate_limits_update on public.rate_limits for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy rate_limits_delete on public.rate_limits for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.rate_limits
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.rate_limits
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.budgets (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  scope public.policy_scope generated always as (
    case
      when workspace_id = '00000000-0000-0000-0000-000000000000' then 'GLOBAL'::public.policy_scope
      when api_key_id is not null and provider_id is not null then 'KEY_PROVIDER'
      when api_key_id is not null then 'API_KEY'
      when (end_user_id is not null or per && '{end_user,end_user_id}')
        and (model_pattern is not null or model_tier_id is not null or per && '{model,model_pattern}') then 'USER_MODEL'
      when end_user_id is not null or per && '{end_user,end_user_id}' then 'END_USER'
      when tag is not null then 'TAG'
      when endpoint_id is not null then 'ENDPOINT'
      when credential_id is not null or provider_id is not null then 'PROVIDER'
      when model_pattern is not null then 'MODEL'
      when model_tier_id is not null then 'MODEL_TIER'
      when member_id is not null then 'MEMBER'
      when project_id is not null then 'PROJECT'
      when team_id is not null then 'TEAM'
      when customer_id is not null then 'CUSTOMER'
      else 'TENANT'
    end
  ) stored,
  customer_id uuid,
  team_id uuid,
  project_id uuid,
  api_key_id uuid,
  member_id uuid,
  end_user_id text check (length(end_user_id) between 1 and 256),
  tag text check (length(tag) between 1 and 64),
  provider_id uuid,
  endpoint_id uuid,
  credential_id uuid,
  model_pattern text check (length(model_pattern) between 1 and 200),
  model_tier_id uuid,
  model_tier_workspace_id uuid,
  per text[] not null default '{}' check (
    per <@ ('{customer,customer_id,team,team_id,project,project_id,api_key,api_key_id,member,member_id,end_user,end_user_id,tag}'::text[]
      || '{provider,provider_id,credential,credential_id,model,model_pattern}'::text[])
  ),
  name text not null check (length(name) between 1 and 200),
  description text,
  amount_cents numeric(20, 7) not null check (amount_cents between 0 and 900719925),
  soft_amount_cents numeric(20, 7) check (soft_amount_cents between 0 and 900719925),
  period public.budget_period not null default 'MONTHLY',
  duration text,
  calendar_aligned boolean not null default true,
  timezone text not null default 'UTC',
  fiscal_start date,
  reset_anchor timestamptz,
  period_start_date timestamptz,
  period_end_date timestamptz,
  is_hard_limit boolean not null default true,
  alert_thresholds integer[] not null default '{50,80,100}',
  last_alert_threshold integer,
  override_amount_cents numeric(20, 7) check (override_amount_cents between 0 and 900719925),
  override_until timestamptz,
  template_id uuid,
  is_active boolean not null default true,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  check ((model_tier_id is null) = (model_tier_workspace_id is null)),
  check (model_tier_workspace_id in (workspace_id, '00000000-0000-0000-0000-000000000000')),
  foreign key (workspace_id, customer_id) references public.customers (workspace_id, id) on delete cascade,
  foreign key (workspace_id, team_id) references public.teams (workspace_id, id) on delete cascade,
  foreign key (workspace_id, project_id) references public.projects (workspace_id, id) on delete cascade,
  foreign key (workspace_id, api_key_id) references public.api_keys (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references public.workspace_members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, provider_id) references public.providers (workspace_id, id) on delete cascade,
  foreign key (workspace_id, endpoint_id) references public.provider_endpoints (workspace_id, id) on delete cascade,
  foreign key (workspace_id, credential_id) references public.provider_credentials (workspace_id, id) on delete cascade,
  foreign key (model_tier_workspace_id, model_tier_id) references public.model_tiers (workspace_id, id) on delete cascade
);
comment on table public.budgets is 'Budgets in US cents with seven fractional digits: the last digit is one nano-dollar.';
alter table public.budgets enable row level security;
alter table public.budgets force row level security;
revoke all on public.budgets from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.budgets to service_role;
create index on public.budgets (workspace_id, customer_id);
create index on public.budgets (workspace_id, team_id);
create index on public.budgets (workspace_id, project_id);
create index on public.budgets (workspace_id, api_key_id);
create index on public.budgets (workspace_id, member_id);
create index on public.budgets (workspace_id, provider_id);
create index on public.budgets (workspace_id, endpoint_id);
create index on public.budgets (workspace_id, credential_id);
create index on public.budgets (model_tier_workspace_id, model_tier_id);
grant select on public.budgets to authenticated;
grant insert on public.budgets to authenticated;
call private.grant_columns('public.budgets', 'update', '{created_at,id,last_alert_threshold,scope,updated_at,workspace_id}', 'authenticated');
grant delete on public.budgets to authenticated;
create policy budgets_select on public.budgets for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy budgets_insert on public.budgets for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy budgets_update on public.budgets for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy budgets_delete on public.budgets for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.budgets
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.budgets
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
