-- Upstreams and the secrets that open them. A secret is a row of its own that no member can read back: a credential only
-- refers to it. A credential that belongs to a project goes with it, because widening it to all would be worse.

create table public.providers (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  slug text not null check (slug ~ '^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$'),
  description text,
  base_url text not null,
  logo_url text,
  color text,
  dialect text not null default 'http' check (dialect ~ '^[a-z0-9_-]{1,32}$'),
  auth_method public.auth_method not null default 'BEARER',
  auth_config jsonb not null default '{}' check (jsonb_typeof(auth_config) = 'object'),
  timeout_ms integer not null default 60000 check (timeout_ms between 1 and 3600000),
  max_retries integer not null default 2 check (max_retries between 0 and 10),
  retry_delay_ms integer not null default 500 check (retry_delay_ms between 0 and 60000),
  custom_headers jsonb not null default '{}' check (jsonb_typeof(custom_headers) = 'object'),
  forward_headers text[] not null default '{}',
  strip_headers text[] not null default '{}',
  pricing_model jsonb,
  cache_enabled boolean not null default false,
  cache_ttl_seconds integer check (cache_ttl_seconds > 0),
  cache_key_headers text[] not null default '{}',
  health_check_enabled boolean not null default false,
  health_check_path text,
  health_check_interval_seconds integer check (health_check_interval_seconds > 0),
  is_active boolean not null default true,
  config_hash text,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);
comment on table public.providers is 'Upstreams: any HTTP API, or an AI provider whose dialect is read. Soft-deleted.';
alter table public.providers enable row level security;
alter table public.providers force row level security;
revoke all on public.providers from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.providers to service_role;
grant select on public.providers to authenticated;
grant insert on public.providers to authenticated;
call private.grant_columns('public.providers', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
create policy providers_select on public.providers for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy providers_insert on public.providers for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy providers_update on public.providers for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.providers
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.providers
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create unique index providers_slug_key on public.providers (workspace_id, slug) where deleted_at is null;

create table public.provider_health (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  provider_id uuid primary key,
  is_healthy boolean,
  last_health_check_at timestamptz,
  consecutive_failures integer not null default 0,
  history jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (workspace_id, provider_id) references public.providers (workspace_id, id) on delete cascade
);
comment on table public.provider_health is 'What health checks found; apart from providers, so that a check is no change of configuration.';
alter table public.provider_health enable row level security;
alter table public.provider_health force row level security;
revoke all on public.provider_health from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.provider_health to service_role;
create index on public.provider_health (workspace_id, provider_id);
grant select on public.provider_health to authenticated;
create policy provider_health_select on public.provider_health for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create trigger set_updated_at before update on public.provider_health
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.provider_health
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.secrets (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_table text not null,
  owner_id uuid not null,
  field text not null,
  ciphertext text not null,
  iv text not null,
  tag text not null,
  key_id text not null,
  aad_version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (owner_table, owner_id, field)
);
comment on table public.secrets is 'AES-256-GCM secrets, base64; AAD binds table, row, field, workspace and key id.';
alter table public.secrets enable row level security;
alter table public.secrets force row level security;
revoke all on public.secrets from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.secrets to service_role;
create index on public.secrets (workspace_id, owner_table, owner_id);
call private.grant_columns('public.secrets', 'select', '{ciphertext,iv,tag}', 'authenticated');
grant insert on public.secrets to authenticated;
call private.grant_columns('public.secrets', 'update', '{created_at,field,id,owner_id,owner_table,updated_at,workspace_id}', 'authenticated');
grant delete on public.secrets to authenticated;
create policy secrets_select on public.secrets for select to authenticated
  using (workspace_id in (select private.my_workspaces('DEVELOPER')));
create policy secrets_insert on public.secrets for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy secrets_update on public.secrets for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy secrets_delete on public.secrets for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.secrets
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.secrets
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.provider_credentials (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  provider_id uuid not null,
  project_id uuid,
  name text not null check (length(name) between 1 and 200),
  secret_id uuid,
  config jsonb not null default '{}' check (jsonb_typeof(config) = 'object'),
  models text[] not null default '{}',
  weight numeric(12, 6) not null default 1 check (weight >= 0),
  enabled boolean not null default true,
  use_for_batch_api boolean not null default false,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, provider_id, name),
  foreign key (workspace_id, provider_id) references public.providers (workspace_id, id) on delete cascade,
  foreign key (workspace_id, project_id) references public.projects (workspace_id, id) on delete cascade,
  foreign key (workspace_id, secret_id) references public.secrets (workspace_id, id) on delete set null (secret_id)
);
comment on table public.provider_credentials is 'Weighted credentials of a provider; their secrets are rows of secrets.';
alter table public.provider_credentials enable row level security;
alter table public.provider_credentials force row level security;
revoke all on public.provider_credentials from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.provider_credentials to service_role;
create index on public.provider_credentials (workspace_id, project_id);
create index on public.provider_credentials (workspace_id, secret_id);
grant select on public.provider_credentials to authenticated;
grant insert on public.provider_credentials to authenticated;
call private.grant_columns('public.provider_credentials', 'update', '{created_at,id,provider_id,updated_at,workspace_id}', 'authenticated');
grant delete on public.provider_credentials to authenticated;
create policy provider_credentials_select on public.provider_credentials for select to authenticated
  using (workspace_id in (select private.my_workspaces('DEVELOPER')));
create policy provider_credentials_insert on public.provider_credentials for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy provider_credentials_update on public.provider_credentials for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy provider_credentials_delete on public.provider_credentials for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.provider_credentials
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.provider_credentials
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
-- A VIEWER reads of credentials only what they are called: rows are for DEVELOPER and above, names for all.
create function public.provider_credential_names(p_workspace uuid)
  returns table (id uuid, provider_id uuid, name text)
  language sql stable security definer set search_path = ''
as $$
  select c.id, c.provider_id, c.name
  from public.provider_credentials as c
  where c.workspace_id = p_workspace and c.workspace_id in (select private.my_workspaces('VIEWER'))
  order by c.name
$$;
comment on function public.provider_credential_names(uuid) is 'Names of credentials, for members who may not read the rows.';
revoke all on function public.provider_credential_names(uuid) from public, anon, authenticated, service_role;
grant execute on function public.provider_credential_names(uuid) to authenticated;

create table public.provider_endpoints (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  provider_id uuid not null,
  name text not null,
  path_pattern text not null,
  method text,
  description text,
  pricing_model jsonb,
  rate_limit_requests bigint check (rate_limit_requests > 0),
  rate_limit_window_ms bigint check (rate_limit_window_ms > 0),
  timeout_ms integer check (timeout_ms > 0),
  is_active boolean not null default true,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, provider_id, name),
  foreign key (workspace_id, provider_id) references public.providers (workspace_id, id) on delete cascade
);
comment on table public.provider_endpoints is 'Named paths of a provider with limits and prices of their own.';
alter table public.provider_endpoints enable row level security;
alter table public.provider_endpoints force row level security;
revoke all on public.provider_endpoints from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.provider_endpoints to service_role;
grant select on public.provider_endpoints to authenticated;
grant insert on public.provider_endpoints to authenticated;
call private.grant_columns('public.provider_endpoints', 'update', '{created_at,id,provider_id,updated_at,workspace_id}', 'authenticated');
grant delete on public.provider_endpoints to authenticated;
create policy provider_endpoints_select on public.provider_endpoints for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy provider_endpoints_insert on public.provider_endpoints for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy provider_endpoints_update on public.provider_endpoints for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy provider_endpoints_delete on public.provider_endpoints for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.provider_endpoints
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.provider_endpoints
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
