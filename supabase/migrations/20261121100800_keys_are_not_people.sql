-- A management key acts for its member in a workspace, not as the person: it sees no account, session or sign-in of theirs,
-- and so can neither end their sessions nor rename them.

create function private.person_id() returns uuid
  language sql stable set search_path = ''
  return case when private.claims() ->> 'act' is distinct from 'management_key' then private.actor_id() end;
comment on function private.person_id() is 'The user who is there in person, or null for a management key.';
revoke all on function private.person_id() from public, anon, authenticated, service_role;
grant execute on function private.person_id() to authenticated, service_role;

alter policy users_select on public.users using (id = (select private.person_id()));
alter policy users_update on public.users
  using (id = (select private.person_id())) with check (id = (select private.person_id()));
alter policy operators_select on public.operators using (user_id = (select private.person_id()));
alter policy user_identities_select on public.user_identities using (user_id = (select private.person_id()));
alter policy user_identities_delete on public.user_identities using (user_id = (select private.person_id()));
alter policy sessions_select on public.sessions using (user_id = (select private.person_id()));
alter policy sessions_update on public.sessions
  using (user_id = (select private.person_id())) with check (user_id = (select private.person_id()));
