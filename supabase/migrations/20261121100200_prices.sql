-- What models cost and what they are called. A list price is never edited, since finished requests name the version that
-- priced them: a new price is a new row with a later effective_from.

create table public.model_aliases (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  alias text not null check (length(alias) between 1 and 200),
  target text not null check (length(target) between 1 and 200),
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, alias),
  check (alias <> target)
);
comment on table public.model_aliases is 'Names under which callers may ask for a model.';
alter table public.model_aliases enable row level security;
alter table public.model_aliases force row level security;
revoke all on public.model_aliases from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.model_aliases to service_role;
grant select on public.model_aliases to authenticated;
grant insert on public.model_aliases to authenticated;
call private.grant_columns('public.model_aliases', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.model_aliases to authenticated;
create policy model_aliases_select on public.model_aliases for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy model_aliases_insert on public.model_aliases for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy model_aliases_update on public.model_aliases for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy model_aliases_delete on public.model_aliases for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.model_aliases
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.model_aliases
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.model_aliases
  for each row execute function private.note_audit('model_alias', 'workspace_id', 'id');
create trigger touch_config after insert or delete or update of
    alias, target
  on public.model_aliases for each row execute function private.touch_config(
    'workspace', 'alias', 'target'
  );

create table public.price_versions (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  model text not null check (length(model) between 1 and 200),
  provider text not null default '',
  request_type text not null default '',
  effective_from timestamptz not null,
  prices jsonb not null check (jsonb_typeof(prices) = 'object'),
  source text,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, provider, model, request_type, effective_from)
);
comment on table public.price_versions is 'List prices in US dollars per unit; null is unknown, 0 is free. Never edited: a change is a new version.';
alter table public.price_versions enable row level security;
alter table public.price_versions force row level security;
revoke all on public.price_versions from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.price_versions to service_role;
grant select on public.price_versions to authenticated;
grant insert on public.price_versions to authenticated;
create policy price_versions_select on public.price_versions for select to authenticated
  using (workspace_id in (select private.visible_workspaces()));
create policy price_versions_insert on public.price_versions for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.price_versions
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.price_versions
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.price_versions
  for each row execute function private.note_audit('price_version', 'workspace_id', 'id');
create trigger touch_config after insert or delete or update of
    prices
  on public.price_versions for each row execute function private.touch_config(
    'workspace', 'prices'
  );

-- A reference to a credential carries its provider too, so that the two cannot disagree.
alter table public.provider_credentials add unique (workspace_id, provider_id, id);

create table public.pricing_overrides (
  id uuid primary key default public.uuid_v7(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  scope_kind text not null,
  virtual_key_id uuid,
  provider_id uuid,
  provider_key_id uuid,
  match_type text not null default 'exact' check (match_type in ('exact', 'wildcard')),
  pattern text not null check (length(pattern) between 1 and 200),
  request_types text[] not null default '{}' check (
    request_types <@ ('{chat_completion,text_completion,responses,embedding,rerank,speech,transcription}'::text[]
      || '{image_generation,image_variation,image_edit,video_generation,video_remix}'::text[])
  ),
  patch jsonb not null check (jsonb_typeof(patch) = 'object'),
  effective_from timestamptz not null default now(),
  is_active boolean not null default true,
  config_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  check (case scope_kind
    when 'global' then virtual_key_id is null and provider_id is null and provider_key_id is null
    when 'provider' then virtual_key_id is null and provider_id is not null and provider_key_id is null
    when 'provider_key' then virtual_key_id is null and provider_id is not null and provider_key_id is not null
    when 'virtual_key' then virtual_key_id is not null and provider_id is null and provider_key_id is null
    when 'virtual_key_provider' then virtual_key_id is not null and provider_id is not null and provider_key_id is null
    when 'virtual_key_provider_key' then virtual_key_id is not null and provider_id is not null and provider_key_id is not null
    else false
  end),
  check (match_type = 'wildcard' or position('*' in pattern) = 0),
  foreign key (workspace_id, virtual_key_id) references public.api_keys (workspace_id, id) on delete cascade,
  foreign key (workspace_id, provider_id) references public.providers (workspace_id, id) on delete cascade,
  foreign key (workspace_id, provider_id, provider_key_id) references public.provider_credentials (workspace_id, provider_id, id) on delete cascade
);
comment on table public.pricing_overrides is 'Prices that differ from the list for a key, a provider or a credential; a field of patch that is null changes nothing.';
alter table public.pricing_overrides enable row level security;
alter table public.pricing_overrides force row level security;
revoke all on public.pricing_overrides from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.pricing_overrides to service_role;
create index on public.pricing_overrides (workspace_id, virtual_key_id);
create index on public.pricing_overrides (workspace_id, provider_id, provider_key_id);
grant select on public.pricing_overrides to authenticated;
grant insert on public.pricing_overrides to authenticated;
call private.grant_columns('public.pricing_overrides', 'update', '{created_at,id,updated_at,workspace_id}', 'authenticated');
grant delete on public.pricing_overrides to authenticated;
create policy pricing_overrides_select on public.pricing_overrides for select to authenticated
  using (workspace_id in (select private.my_workspaces('VIEWER')));
create policy pricing_overrides_insert on public.pricing_overrides for insert to authenticated
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy pricing_overrides_update on public.pricing_overrides for update to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')))
  with check (workspace_id in (select private.my_workspaces('ADMIN')));
create policy pricing_overrides_delete on public.pricing_overrides for delete to authenticated
  using (workspace_id in (select private.my_workspaces('ADMIN')));
create trigger set_updated_at before update on public.pricing_overrides
  for each row execute function private.set_updated_at();
create trigger keep_workspace before update on public.pricing_overrides
  for each row when (old.workspace_id is distinct from new.workspace_id) execute function private.keep_workspace();
create trigger note_audit after insert or update or delete on public.pricing_overrides
  for each row execute function private.note_audit('pricing_override', 'workspace_id', 'id');
create trigger touch_config after insert or delete or update of
    scope_kind, virtual_key_id, provider_id, provider_key_id, match_type, pattern, request_types, patch,
    effective_from, is_active
  on public.pricing_overrides for each row execute function private.touch_config(
    'workspace', 'scope_kind', 'virtual_key_id', 'provider_id', 'provider_key_id', 'match_type', 'pattern',
    'request_types', 'patch', 'effective_from', 'is_active'
  );
