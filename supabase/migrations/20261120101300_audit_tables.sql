-- The audit trail: one hash chain a workspace, whose head is the lock under which rows are appended. No role may write it.

create table public.audit_heads (
  workspace_id uuid primary key references public.workspaces (id) on delete cascade,
  seq bigint not null default 0,
  hash text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.audit_heads is 'End of each workspaces audit chain.';
alter table public.audit_heads enable row level security;
alter table public.audit_heads force row level security;
revoke all on public.audit_heads from public, anon, authenticated, service_role;
grant select on public.audit_heads to service_role;
grant select on public.audit_heads to authenticated;
create policy audit_heads_select on public.audit_heads for select to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));

create table public.audit_logs (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  seq bigint not null,
  user_id uuid,
  api_key_id uuid,
  action text not null,
  resource_type text not null,
  resource_id text not null,
  changes jsonb not null default '{}',
  metadata jsonb not null default '{}',
  ip_address inet,
  user_agent text,
  request_id text,
  prev_hash text not null,
  hash text not null,
  created_at timestamptz not null,
  unique (workspace_id, seq)
);
comment on table public.audit_logs is 'Who changed what, chained by SHA-256 of the row before.';
alter table public.audit_logs enable row level security;
alter table public.audit_logs force row level security;
revoke all on public.audit_logs from public, anon, authenticated, service_role;
grant select on public.audit_logs to service_role;
create index on public.audit_logs (workspace_id, created_at desc);
create index on public.audit_logs (workspace_id, resource_type, resource_id);
grant select on public.audit_logs to authenticated;
create policy audit_logs_select on public.audit_logs for select to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));

create table public.config_versions (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  part text not null check (part = 'workspace' or part like 'key:%'),
  n bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, part)
);
comment on table public.config_versions is 'Versions of what a gateway keeps in memory: part workspace, or key:<id>.';
alter table public.config_versions enable row level security;
alter table public.config_versions force row level security;
revoke all on public.config_versions from public, anon, authenticated, service_role;
grant select on public.config_versions to service_role;
create index on public.config_versions (updated_at);
grant select on public.config_versions to authenticated;
create policy config_versions_select on public.config_versions for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
