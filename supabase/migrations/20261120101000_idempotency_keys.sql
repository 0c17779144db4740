-- Answers to POSTs that carried an Idempotency-Key. They may repeat what only the asker was shown, so each actor sees their own.

create table public.idempotency_keys (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  created_by uuid not null default private.actor_id(),
  key text not null check (length(key) between 1 and 255),
  request_hash text not null,
  state text not null default 'running' check (state in ('running', 'done')),
  response jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, created_by, key)
);
comment on table public.idempotency_keys is 'Idempotency keys of the management API.';
alter table public.idempotency_keys enable row level security;
alter table public.idempotency_keys force row level security;
revoke all on public.idempotency_keys from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.idempotency_keys to service_role;
create index on public.idempotency_keys (created_at);
grant select on public.idempotency_keys to authenticated;
grant insert on public.idempotency_keys to authenticated;
call private.grant_columns('public.idempotency_keys', 'update', '{created_at,created_by,key,request_hash,updated_at,workspace_id}', 'authenticated');
grant delete on public.idempotency_keys to authenticated;
create policy idempotency_keys_select on public.idempotency_keys for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')) and created_by = (select private.actor_id()));
create policy idempotency_keys_insert on public.idempotency_keys for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('VIEWER')) and created_by = (select private.actor_id()));
create policy idempotency_keys_update on public.idempotency_keys for update to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')) and created_by = (select private.actor_id()))
  with check (workspace_id in (select private.my_workspaces('VIEWER')) and created_by = (select private.actor_id()));
create policy idempotency_keys_delete on public.idempotency_keys for delete to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')) and created_by = (select private.actor_id()));
create trigger set_updated_at before update on public.idempotency_keys
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.idempotency_keys
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
