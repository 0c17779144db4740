-- Virtual API keys. Only the hash of a key is stored and no member can read it. A DEVELOPER creates keys and edits those
-- they created; ADMIN and above edit all. Counters live in `api_key_usage`, so that traffic is no change of configuration.

create table public.api_keys (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  project_id uuid,
  team_id uuid,
  customer_id uuid,
  member_id uuid,
  name text not null check (length(name) between 1 and 200),
  description text,
  key_prefix text not null,
  key_last4 text not null,
  key_hash text not null unique check (key_hash ~ '^[0-9a-f]{64}$'),
  scopes text[] not null default '{}',
  all_providers boolean not null default false,
  allowed_provider_ids uuid[] not null default '{}',
  allowed_models text[] not null default '{}',
  rate_limit_requests bigint check (rate_limit_requests > 0),
  rate_limit_window_ms bigint check (rate_limit_window_ms > 0),
  allowed_ips cidr[] not null default '{}',
  tags text[] not null default '{}',
  metadata jsonb not null default '{}',
  unpriced_policy text not null default 'block' check (unpriced_policy in ('block', 'allow_and_alarm', 'floor_price')),
  expires_at timestamptz,
  revoked_at timestamptz,
  revoked_reason text,
  is_active boolean not null default true,
  created_by uuid default private.actor_id() references public.users (id) on delete set null,
  rotation_interval interval,
  next_rotation_at timestamptz,
  rotation_count integer not null default 0,
  config_hash text,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  check ((rate_limit_requests is null) = (rate_limit_window_ms is null)),
  foreign key (workspace_id, project_id) references public.projects (workspace_id, id) on delete set null (project_id),
  foreign key (workspace_id, team_id) references public.teams (workspace_id, id) on delete set null (team_id),
  foreign key (workspace_id, customer_id) references public.customers (workspace_id, id) on delete set null (customer_id),
  foreign key (workspace_id, member_id) references public.workspace_members (workspace_id, id) on delete set null (member_id)
);
comment on table public.api_keys is 'Virtual keys handed to applications; key_hash is the hex SHA-256 of the key. Soft-deleted.';
alter table public.api_keys enable row level security;
alter table public.api_keys force row level security;
revoke all on public.api_keys from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.api_keys to service_role;
create index on public.api_keys (workspace_id, project_id);
create index on public.api_keys (workspace_id, team_id);
create index on public.api_keys (workspace_id, customer_id);
create index on public.api_keys (workspace_id, member_id);
create index on public.api_keys (created_by);
call private.grant_columns('public.api_keys', 'select', '{key_hash}', 'authenticated');
grant insert on public.api_keys to authenticated;
call private.grant_columns('public.api_keys', 'update', '{created_at,created_by,id,updated_at,workspace_id}', 'authenticated');
create trigger set_updated_at before update on public.api_keys
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.api_keys
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();


create function private.my_api_keys() returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select id from public.api_keys where created_by = private.actor_id()
$$;
comment on function private.my_api_keys() is 'Keys that the caller created.';
revoke all on function private.my_api_keys() from public, anon, authenticated, service_role;
grant execute on function private.my_api_keys() to authenticated, service_role;

create policy api_keys_select on public.api_keys for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy api_keys_insert on public.api_keys for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('DEVELOPER')) and created_by = (select private.actor_id()));
create policy api_keys_update on public.api_keys for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and created_by = (select private.actor_id())))
  with check (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and created_by = (select private.actor_id())));

create table public.api_key_secrets (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  api_key_id uuid not null,
  key_hash text not null unique check (key_hash ~ '^[0-9a-f]{64}$'),
  valid_until timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  foreign key (workspace_id, api_key_id) references public.api_keys (workspace_id, id) on delete cascade
);
comment on table public.api_key_secrets is 'Former secrets of a key, accepted until the grace period of a rotation ends.';
alter table public.api_key_secrets enable row level security;
alter table public.api_key_secrets force row level security;
revoke all on public.api_key_secrets from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.api_key_secrets to service_role;
create index on public.api_key_secrets (workspace_id, api_key_id);
call private.grant_columns('public.api_key_secrets', 'select', '{key_hash}', 'authenticated');
grant insert on public.api_key_secrets to authenticated;
call private.grant_columns('public.api_key_secrets', 'update', '{api_key_id,created_at,id,key_hash,updated_at,workspace_id}', 'authenticated');
grant delete on public.api_key_secrets to authenticated;
create policy api_key_secrets_select on public.api_key_secrets for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy api_key_secrets_insert on public.api_key_secrets for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and api_key_id in (select private.my_api_keys())));
create policy api_key_secrets_update on public.api_key_secrets for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and api_key_id in (select private.my_api_keys())))
  with check (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and api_key_id in (select private.my_api_keys())));
create policy api_key_secrets_delete on public.api_key_secrets for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and api_key_id in (select private.my_api_keys())));
create trigger set_updated_at before update on public.api_key_secrets
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.api_key_secrets
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.api_key_providers (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  api_key_id uuid not null,
  provider_id uuid not null,
  weight numeric(12, 6) check (weight >= 0),
  allowed_models text[] not null default '{}',
  credential_ids uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (api_key_id, provider_id),
  foreign key (workspace_id, api_key_id) references public.api_keys (workspace_id, id) on delete cascade,
  foreign key (workspace_id, provider_id) references public.providers (workspace_id, id) on delete cascade
);
comment on table public.api_key_providers is 'Providers a key may call: none unless listed or the key is marked for all. Null weight: only by explicit choice.';
alter table public.api_key_providers enable row level security;
alter table public.api_key_providers force row level security;
revoke all on public.api_key_providers from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.api_key_providers to service_role;
create index on public.api_key_providers (workspace_id, api_key_id);
create index on public.api_key_providers (workspace_id, provider_id);
grant select on public.api_key_providers to authenticated;
grant insert on public.api_key_providers to authenticated;
call private.grant_columns('public.api_key_providers', 'update', '{api_key_id,created_at,id,provider_id,updated_at,workspace_id}', 'authenticated');
grant delete on public.api_key_providers to authenticated;
create policy api_key_providers_select on public.api_key_providers for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy api_key_providers_insert on public.api_key_providers for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and api_key_id in (select private.my_api_keys())));
create policy api_key_providers_update on public.api_key_providers for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and api_key_id in (select private.my_api_keys())))
  with check (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and api_key_id in (select private.my_api_keys())));
create policy api_key_providers_delete on public.api_key_providers for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN'))
    or (workspace_id in (select private.my_workspaces('DEVELOPER')) and api_key_id in (select private.my_api_keys())));
create trigger set_updated_at before update on public.api_key_providers
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.api_key_providers
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.api_key_usage (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  api_key_id uuid primary key,
  last_used_at timestamptz,
  last_used_ip inet,
  requests_count bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (workspace_id, api_key_id) references public.api_keys (workspace_id, id) on delete cascade
);
comment on table public.api_key_usage is 'Counters of a key, written by the drain.';
alter table public.api_key_usage enable row level security;
alter table public.api_key_usage force row level security;
revoke all on public.api_key_usage from public, anon, authenticated, service_role;
grant select on public.api_key_usage to service_role;
create index on public.api_key_usage (workspace_id, api_key_id);
grant select on public.api_key_usage to authenticated;
create policy api_key_usage_select on public.api_key_usage for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
