-- People and their sessions. `users` belongs to the person alone; what co-members may read of them is copied to
-- `member_profiles`, because one database role serves every member and a column grant cannot tell them apart.

create table public.users (
  id uuid primary key default public.uuid_v7(),
  email extensions.citext not null unique,
  password_hash text,
  full_name text,
  avatar_url text,
  email_verified timestamptz,
  email_verify_token text,
  email_verify_expiry timestamptz,
  password_reset_token text,
  password_reset_expiry timestamptz,
  oauth_provider text,
  oauth_provider_id text,
  mfa_enabled boolean not null default false,
  mfa_secret text,
  mfa_backup_codes text[] not null default '{}',
  failed_login_attempts integer not null default 0,
  locked_until timestamptz,
  is_active boolean not null default true,
  last_login_at timestamptz,
  last_login_ip inet,
  timezone text not null default 'UTC',
  preferences jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.users is 'People who can sign in. Tokens and codes are stored hashed, the MFA secret encrypted.';
alter table public.users enable row level security;
alter table public.users force row level security;
revoke all on public.users from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.users to service_role;
call private.grant_columns('public.users', 'select', '{password_hash,email_verify_token,password_reset_token,mfa_secret,mfa_backup_codes}', 'authenticated');
call private.grant_columns('public.users', 'update', '{created_at,email,email_verified,email_verify_expiry,email_verify_token,failed_login_attempts,id,is_active,last_login_at,last_login_ip,locked_until,mfa_backup_codes,mfa_enabled,mfa_secret,oauth_provider,oauth_provider_id,password_hash,password_reset_expiry,password_reset_token,updated_at}', 'authenticated');
create policy users_select on public.users for select to authenticated
  using (id = (select private.actor_id()));
create policy users_update on public.users for update to authenticated
  using (id = (select private.actor_id()))
  with check (id = (select private.actor_id()));
create trigger set_updated_at before update on public.users
  for each row execute function private.set_updated_at();
-- Look-ups compare as text where citext's operators are not on the search path, so one spelling is stored.
create function private.fold_email() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  new.email := lower(trim(new.email::text));
  return new;
end
$$;
revoke all on function private.fold_email() from public, anon, authenticated, service_role;
create trigger fold_email before insert or update of email on public.users
  for each row execute function private.fold_email();

create table public.operators (
  user_id uuid primary key references public.users (id) on delete cascade,
  created_at timestamptz not null default now()
);
comment on table public.operators is 'People who run the installation and may write the shared workspace.';
alter table public.operators enable row level security;
alter table public.operators force row level security;
revoke all on public.operators from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.operators to service_role;
grant select on public.operators to authenticated;
create policy operators_select on public.operators for select to authenticated
  using (user_id = (select private.actor_id()));

create table public.user_identities (
  id uuid primary key default public.uuid_v7(),
  user_id uuid not null references public.users (id) on delete cascade,
  provider text not null,
  provider_account_id text not null,
  created_at timestamptz not null default now(),
  unique (provider, provider_account_id)
);
comment on table public.user_identities is 'Accounts at OAuth providers that sign a user in.';
alter table public.user_identities enable row level security;
alter table public.user_identities force row level security;
revoke all on public.user_identities from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.user_identities to service_role;
create index on public.user_identities (user_id);
grant select on public.user_identities to authenticated;
grant delete on public.user_identities to authenticated;
create policy user_identities_select on public.user_identities for select to authenticated
  using (user_id = (select private.actor_id()));
create policy user_identities_delete on public.user_identities for delete to authenticated
  using (user_id = (select private.actor_id()));

create table public.member_profiles (
  user_id uuid primary key references public.users (id) on delete cascade,
  full_name text,
  avatar_url text,
  email text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.member_profiles is 'What members of the same workspace may read of a user; written by a trigger on users.';
alter table public.member_profiles enable row level security;
alter table public.member_profiles force row level security;
revoke all on public.member_profiles from public, anon, authenticated, service_role;
grant select on public.member_profiles to service_role;
grant select on public.member_profiles to authenticated;
create trigger set_updated_at before update on public.member_profiles
  for each row execute function private.set_updated_at();

create function private.copy_profile() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.member_profiles (user_id, full_name, avatar_url, email)
  values (new.id, new.full_name, new.avatar_url, new.email::text)
  on conflict (user_id) do update
    set full_name = excluded.full_name, avatar_url = excluded.avatar_url, email = excluded.email;
  return null;
end
$$;
revoke all on function private.copy_profile() from public, anon, authenticated, service_role;
create trigger copy_profile after insert or update of full_name, avatar_url, email on public.users
  for each row execute function private.copy_profile();

create table public.sessions (
  id uuid primary key default public.uuid_v7(),
  user_id uuid not null references public.users (id) on delete cascade,
  refresh_token text not null unique,
  previous_refresh_token text,
  token_expiry timestamptz,
  user_agent text,
  ip_address inet,
  device_info jsonb,
  location text,
  expires_at timestamptz not null,
  last_active_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_reason text,
  aal text not null default 'aal1' check (aal in ('aal1', 'aal2')),
  aal2_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.sessions is 'Signed-in devices. The cookie holds the id and a rotating secret whose hash is refresh_token; the hash before it is accepted for a short grace, so that parallel requests survive a rotation.';
alter table public.sessions enable row level security;
alter table public.sessions force row level security;
revoke all on public.sessions from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.sessions to service_role;
create index on public.sessions (user_id, last_active_at desc);
call private.grant_columns('public.sessions', 'select', '{refresh_token,previous_refresh_token}', 'authenticated');
call private.grant_columns('public.sessions', 'update', '{aal,aal2_at,created_at,device_info,expires_at,id,ip_address,last_active_at,location,previous_refresh_token,refresh_token,token_expiry,updated_at,user_agent,user_id}', 'authenticated');
create policy sessions_select on public.sessions for select to authenticated
  using (user_id = (select private.actor_id()));
create policy sessions_update on public.sessions for update to authenticated
  using (user_id = (select private.actor_id()))
  with check (user_id = (select private.actor_id()));
create trigger set_updated_at before update on public.sessions
  for each row execute function private.set_updated_at();
-- A revoked session stays revoked, whoever asks.
create function private.keep_session_revoked() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  raise exception 'A revoked session cannot be brought back.' using errcode = '42501';
end
$$;
revoke all on function private.keep_session_revoked() from public, anon, authenticated, service_role;
create trigger keep_session_revoked before update of revoked_at on public.sessions
  for each row when (old.revoked_at is not null and new.revoked_at is null)
  execute function private.keep_session_revoked();
