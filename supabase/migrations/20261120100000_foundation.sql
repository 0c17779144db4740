-- What every later migration stands on: schemas, the gateway's role, identifiers, claims.
-- `private` holds helpers and `partitions` the daily parts of the evidence; the API exposes neither.

create schema if not exists extensions;
create schema if not exists private;
create schema if not exists partitions;
revoke all on schema private, partitions from public;
grant usage on schema private to authenticated, service_role;

create extension if not exists citext with schema extensions;

-- Hosted projects grant everything new to the API's roles; here a grant is always a decision.
alter default privileges in schema public revoke all on tables from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;

do $$
begin
  if not exists (select 1 from pg_catalog.pg_roles where rolname = 'gateway') then
    create role gateway nologin noinherit;
  end if;
  if exists (select 1 from pg_catalog.pg_roles where rolname = 'authenticator')
    and not pg_catalog.pg_has_role('authenticator', 'gateway', 'member') then
    grant gateway to authenticator;
  end if;
end
$$;
revoke all on schema public from gateway;
grant usage on schema public to gateway;

create function private.nil() returns uuid
  language sql immutable parallel safe set search_path = ''
  return '00000000-0000-0000-0000-000000000000'::uuid;
comment on function private.nil() is 'Id of the reserved workspace that holds what all workspaces share.';

-- RFC 9562 section 5.7: 48 bits of Unix milliseconds, then random bits; sorts by time of creation.
create function public.uuid_v7() returns uuid
  language sql volatile parallel safe set search_path = ''
  return encode(
    set_bit(
      set_bit(
        overlay(
          uuid_send(gen_random_uuid())
          placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
          from 1 for 6
        ), 52, 1
      ), 53, 1
    ), 'hex'
  )::uuid;
comment on function public.uuid_v7() is 'Time-ordered UUID (RFC 9562, version 7).';

create function private.claims() returns jsonb
  language sql stable parallel safe set search_path = ''
  return coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb;
comment on function private.claims() is 'Claims of the caller''s verified token; empty without one.';

create function private.actor_id() returns uuid
  language sql stable parallel safe set search_path = ''
  return nullif(private.claims() ->> 'sub', '')::uuid;
comment on function private.actor_id() is 'The user on whose behalf the statement runs, or null.';

create function private.set_updated_at() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

-- Column grants keep members from it; this keeps every other writer from moving a row between tenants.
create function private.keep_workspace() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  raise exception 'A row of % cannot move to another workspace.', tg_table_name
    using errcode = '42501', hint = 'Create it anew in the other workspace.';
end
$$;

-- Grants a verb on all columns but the named ones, so that a new secret column has to be left out on purpose.
create procedure private.grant_columns(p_table regclass, p_verb text, p_except text[], p_role name)
  language plpgsql set search_path = ''
as $$
begin
  if exists (
    select 1 from unnest(p_except) as e (name)
    where not exists (
      select 1 from pg_catalog.pg_attribute where attrelid = p_table and attname = e.name and not attisdropped
    )
  ) then
    raise exception 'grant_columns(%): % names a column that does not exist', p_table, p_except;
  end if;
  execute (
    select format('grant %s (%s) on %s to %I', p_verb, string_agg(quote_ident(attname), ', ' order by attnum), p_table, p_role)
    from pg_catalog.pg_attribute
    where attrelid = p_table and attnum > 0 and not attisdropped and attname <> all (p_except)
  );
end
$$;

revoke all on all routines in schema private from public, anon, authenticated, service_role;
revoke all on function public.uuid_v7() from public, anon, authenticated, service_role;
-- Column defaults and policies run with the caller's rights.
grant execute on function public.uuid_v7(), private.nil(), private.claims(), private.actor_id()
  to authenticated, service_role;
