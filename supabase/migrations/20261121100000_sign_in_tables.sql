-- Second factors that were used, domains a workspace has proved to own, single sign-on, and credit that was bought.
-- Single sign-on decides who is taken for whom, so only an OWNER may set it up: else an ADMIN could sign in as an OWNER.

create table public.mfa_used_steps (
  user_id uuid not null references public.users (id) on delete cascade,
  step bigint not null,
  created_at timestamptz not null default now(),
  primary key (user_id, step)
);
comment on table public.mfa_used_steps is 'Time steps of one-time codes that were used, so that none opens twice.';
alter table public.mfa_used_steps enable row level security;
alter table public.mfa_used_steps force row level security;
revoke all on public.mfa_used_steps from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.mfa_used_steps to service_role;
create index on public.mfa_used_steps (created_at);

create table public.workspace_domains (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  domain text not null check (domain = lower(domain) and domain ~ '^[a-z0-9.-]+[.][a-z0-9-]{2,63}$'),
  verification_record text not null default ('sluice-' || replace(public.uuid_v7()::text, '-', '')),
  verified_at timestamptz,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, domain)
);
comment on table public.workspace_domains is 'Mail domains of a workspace. verification_record is what its DNS must show before verified_at is set.';
alter table public.workspace_domains enable row level security;
alter table public.workspace_domains force row level security;
revoke all on public.workspace_domains from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.workspace_domains to service_role;
grant select on public.workspace_domains to authenticated;
call private.grant_columns('public.workspace_domains', 'insert', '{verification_record,verified_at}', 'authenticated');
call private.grant_columns('public.workspace_domains', 'update', '{created_at,domain,id,updated_at,verification_record,verified_at,workspace_id}', 'authenticated');
grant delete on public.workspace_domains to authenticated;
create policy workspace_domains_select on public.workspace_domains for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy workspace_domains_insert on public.workspace_domains for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy workspace_domains_update on public.workspace_domains for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy workspace_domains_delete on public.workspace_domains for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.workspace_domains
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.workspace_domains
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.workspace_domains
  for each row execute function private.note_audit('workspace_domain', 'workspace_id', 'id');
create unique index workspace_domains_owner on public.workspace_domains (domain) where verified_at is not null;

create table public.sso_connections (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null default 'Single sign-on' check (length(name) between 1 and 200),
  issuer text not null check (issuer ~ '^https?://'),
  client_id text not null,
  secret_id uuid,
  domains text[] not null default '{}',
  enforced boolean not null default false,
  is_active boolean not null default true,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, issuer, client_id),
  foreign key (workspace_id, secret_id) references public.secrets (workspace_id, id) on delete set null (secret_id)
);
comment on table public.sso_connections is 'OpenID Connect issuers that sign members of a workspace in. enforced closes every other way in for its domains.';
alter table public.sso_connections enable row level security;
alter table public.sso_connections force row level security;
revoke all on public.sso_connections from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.sso_connections to service_role;
create index on public.sso_connections (workspace_id, secret_id);
grant select on public.sso_connections to authenticated;
grant insert on public.sso_connections to authenticated;
call private.grant_columns('public.sso_connections', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.sso_connections to authenticated;
create policy sso_connections_select on public.sso_connections for select to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create policy sso_connections_insert on public.sso_connections for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('OWNER')));
create policy sso_connections_update on public.sso_connections for update to authenticated
  using (workspace_id in (select private.my_workspaces('OWNER')))
  with check (workspace_id in (select private.my_workspaces('OWNER')));
create policy sso_connections_delete on public.sso_connections for delete to authenticated
  using (workspace_id in (select private.my_workspaces('OWNER')));
create trigger set_updated_at before update on public.sso_connections
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.sso_connections
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.sso_connections
  for each row execute function private.note_audit('sso_connection', 'workspace_id', 'id');

create table public.credit_purchases (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('money', 'requests')),
  amount numeric(20, 7) not null check (amount > 0 and amount <= 900719925),
  remaining numeric(20, 7) not null check (remaining >= 0),
  reference text,
  purchased_by uuid references public.users (id) on delete set null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, reference),
  check (remaining <= amount)
);
comment on table public.credit_purchases is 'Credit bought ahead: US cents, or requests, by kind. Spent earliest expiry first.';
alter table public.credit_purchases enable row level security;
alter table public.credit_purchases force row level security;
revoke all on public.credit_purchases from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.credit_purchases to service_role;
create index on public.credit_purchases (purchased_by);
create index on public.credit_purchases (workspace_id, kind, expires_at);
grant select on public.credit_purchases to authenticated;
create policy credit_purchases_select on public.credit_purchases for select to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.credit_purchases
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.credit_purchases
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or delete or update of kind, amount, reference, expires_at on public.credit_purchases
  for each row execute function private.note_audit('credit_purchase', 'workspace_id', 'id');
