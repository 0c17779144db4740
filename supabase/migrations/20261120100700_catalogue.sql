-- Models and their tiers. Rows of the shared workspace are read by everyone and written by operators; a workspace may add
-- its own. A reference names the workspace of its target, which is the row's own or the shared one.

create table public.model_tiers (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  description text,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, name)
);
comment on table public.model_tiers is 'Tiers of models: premium, standard, free, and a workspaces own.';
alter table public.model_tiers enable row level security;
alter table public.model_tiers force row level security;
revoke all on public.model_tiers from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.model_tiers to service_role;
grant select on public.model_tiers to authenticated;
grant insert on public.model_tiers to authenticated;
call private.grant_columns('public.model_tiers', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.model_tiers to authenticated;
create policy model_tiers_select on public.model_tiers for select to authenticated
  using (workspace_id in (select private.visible_workspaces()));
create policy model_tiers_insert on public.model_tiers for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy model_tiers_update on public.model_tiers for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy model_tiers_delete on public.model_tiers for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.model_tiers
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.model_tiers
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();

create table public.models (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  provider_id uuid,
  provider_workspace_id uuid,
  tier_id uuid,
  tier_workspace_id uuid,
  mode text,
  context_window bigint check (context_window > 0),
  max_output_tokens bigint check (max_output_tokens > 0),
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique nulls not distinct (workspace_id, provider_id, name),
  check ((provider_id is null) = (provider_workspace_id is null)),
  check (provider_workspace_id in (workspace_id, '00000000-0000-0000-0000-000000000000')),
  check ((tier_id is null) = (tier_workspace_id is null)),
  check (tier_workspace_id in (workspace_id, '00000000-0000-0000-0000-000000000000')),
  foreign key (provider_workspace_id, provider_id) references public.providers (workspace_id, id) on delete cascade,
  foreign key (tier_workspace_id, tier_id) references public.model_tiers (workspace_id, id)
    on delete set null (tier_workspace_id, tier_id)
);
comment on table public.models is 'Known models; a null provider means whichever provider serves that name.';
alter table public.models enable row level security;
alter table public.models force row level security;
revoke all on public.models from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.models to service_role;
create index on public.models (provider_workspace_id, provider_id);
create index on public.models (tier_workspace_id, tier_id);
grant select on public.models to authenticated;
grant insert on public.models to authenticated;
call private.grant_columns('public.models', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.models to authenticated;
create policy models_select on public.models for select to authenticated
  using (workspace_id in (select private.visible_workspaces()));
create policy models_insert on public.models for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy models_update on public.models for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy models_delete on public.models for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.models
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.models
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
insert into public.model_tiers (workspace_id, name, description) values
  (private.nil(), 'premium', 'The most capable models.'),
  (private.nil(), 'standard', 'Models for everyday work.'),
  (private.nil(), 'free', 'Models that cost nothing.');
