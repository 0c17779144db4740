-- Every change of configuration is noted with who made it, from the claims of the token, in the transaction that makes
-- it; the commit hook appends the notes to the workspace's chain. Secret columns are named here and never copied.

create function private.text_claim(p_name text) returns text
  language sql stable set search_path = ''
  return nullif(private.claims() ->> p_name, '');

-- Client input: what is no address must not fail the change it came with.
create function private.address_claim() returns inet
  language sql stable set search_path = ''
  return case when pg_input_is_valid(private.text_claim('ip'), 'inet') then private.text_claim('ip')::inet end;

-- Arguments: resource type, column of the workspace, column of the id, then the columns never copied.
create function private.note_audit() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
  subject jsonb := case when tg_op = 'DELETE' then before else after end;
  changes jsonb;
  verb text;
begin
  select jsonb_object_agg(
      c.name,
      case
        when c.name = any (tg_argv[3:]) then '{"secret": true}'::jsonb
        else jsonb_strip_nulls(jsonb_build_object('from', before -> c.name, 'to', after -> c.name))
      end
    )
    into changes
  from jsonb_object_keys(before || after) as c (name)
  where before -> c.name is distinct from after -> c.name and c.name not in ('created_at', 'updated_at')
    and not (coalesce(before -> c.name, 'null') = 'null' and coalesce(after -> c.name, 'null') = 'null');
  if changes is null then
    return null;
  end if;
  verb := case
    when tg_op = 'INSERT' then 'create'
    when tg_op = 'DELETE' then 'delete'
    when after ->> 'deleted_at' is not null and before ->> 'deleted_at' is null then 'delete'
    when after ->> 'revoked_at' is not null and before ->> 'revoked_at' is null then 'revoke'
    else 'update'
  end;
  insert into private.audit_notes (workspace_id, note) values (
    (subject ->> tg_argv[1])::uuid,
    jsonb_build_object(
      'user_id', private.actor_id(),
      'api_key_id', case
        when private.text_claim('act') = 'management_key' and pg_input_is_valid(private.text_claim('aid'), 'uuid')
        then private.text_claim('aid')
      end,
      'action', tg_argv[0] || '.' || verb,
      'resource_type', tg_argv[0],
      'resource_id', subject ->> tg_argv[2],
      'changes', changes,
      'metadata', jsonb_strip_nulls(jsonb_build_object(
        'actor', coalesce(private.text_claim('act'), case when private.actor_id() is null then 'system' else 'user' end),
        'actor_id', private.text_claim('aid')
      )),
      'ip_address', host(private.address_claim()),
      'user_agent', left(private.text_claim('ua'), 512),
      'request_id', private.text_claim('rid')
    )
  );
  return null;
end
$$;
revoke all on function private.text_claim(text), private.address_claim(), private.note_audit()
  from public, anon, authenticated, service_role;

create trigger note_audit after insert or update or delete on public.workspaces
  for each row execute function private.note_audit('workspace', 'id', 'id');
create trigger note_audit after insert or update or delete on public.workspace_members
  for each row execute function private.note_audit('member', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.workspace_invitations
  for each row execute function private.note_audit('invitation', 'workspace_id', 'id', 'token');
create trigger note_audit after insert or update or delete on public.customers
  for each row execute function private.note_audit('customer', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.teams
  for each row execute function private.note_audit('team', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.team_members
  for each row execute function private.note_audit('team_member', 'workspace_id', 'team_id');
create trigger note_audit after insert or update or delete on public.projects
  for each row execute function private.note_audit('project', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.end_users
  for each row execute function private.note_audit('end_user', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.tags
  for each row execute function private.note_audit('tag', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.providers
  for each row execute function private.note_audit('provider', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.secrets
  for each row execute function private.note_audit('secret', 'workspace_id', 'id', 'ciphertext', 'iv', 'tag');
create trigger note_audit after insert or update or delete on public.provider_credentials
  for each row execute function private.note_audit('provider_credential', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.provider_endpoints
  for each row execute function private.note_audit('provider_endpoint', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.model_tiers
  for each row execute function private.note_audit('model_tier', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.models
  for each row execute function private.note_audit('model', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.api_keys
  for each row execute function private.note_audit('api_key', 'workspace_id', 'id', 'key_hash');
create trigger note_audit after insert or update or delete on public.api_key_secrets
  for each row execute function private.note_audit('api_key_secret', 'workspace_id', 'id', 'key_hash');
create trigger note_audit after insert or update or delete on public.api_key_providers
  for each row execute function private.note_audit('api_key_provider', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.rate_limits
  for each row execute function private.note_audit('rate_limit', 'workspace_id', 'id');
create trigger note_audit after insert or update or delete on public.budgets
  for each row execute function private.note_audit('budget', 'workspace_id', 'id');

-- Answers for workspaces whose trail the caller may read, and null for any other.
create function public.verify_audit_chain(p_workspace uuid) returns bigint
  language sql stable security definer set search_path = ''
as $$
  with chain as (
    select l.seq, l.prev_hash, l.hash,
      lag(l.hash, 1, '') over w as expected_prev,
      row_number() over w as expected_seq,
      private.audit_hash(l.prev_hash, private.audit_payload(l)) as expected_hash
    from public.audit_logs as l
    where l.workspace_id = p_workspace and l.workspace_id in (select private.my_workspaces('ADMIN'))
    window w as (order by l.seq)
  )
  select min(bad.seq)
  from (
    select seq from chain
    where prev_hash <> expected_prev or seq <> expected_seq or hash <> expected_hash
    union all
    select h.seq from public.audit_heads as h
    where h.workspace_id = p_workspace and h.workspace_id in (select private.my_workspaces('ADMIN'))
      and h.hash is distinct from (
        select l.hash from public.audit_logs as l where l.workspace_id = p_workspace and l.seq = h.seq
      )
  ) as bad
$$;
comment on function public.verify_audit_chain(uuid) is 'The first broken row of the audit chain, or null when it is whole.';
revoke all on function public.verify_audit_chain(uuid) from public, anon, authenticated, service_role;
grant execute on function public.verify_audit_chain(uuid) to authenticated;
