-- Version bumps and audit rows are noted while a transaction runs and written when it commits, all versions before all
-- audit rows and both in order of their keys: two transactions that touch the same rows in other orders cannot deadlock,
-- a statement over many rows takes each lock once, and the heads are held for the shortest time.

create table private.config_touches (
  txid xid8 not null default pg_current_xact_id(),
  workspace_id uuid not null,
  part text not null,
  primary key (txid, workspace_id, part)
);
comment on table private.config_touches is 'Snapshot parts that the running transactions changed.';
alter table private.config_touches enable row level security;
alter table private.config_touches force row level security;

create table private.audit_notes (
  txid xid8 not null default pg_current_xact_id(),
  n bigint generated always as identity,
  workspace_id uuid not null,
  note jsonb not null,
  primary key (txid, n)
);
comment on table private.audit_notes is 'Audit rows that the running transactions will append at commit.';
alter table private.audit_notes enable row level security;
alter table private.audit_notes force row level security;
revoke all on private.config_touches, private.audit_notes from public, anon, authenticated, service_role;

create function private.audit_hash(p_prev text, p_row jsonb) returns text
  language sql immutable parallel safe set search_path = ''
  return encode(sha256(convert_to(p_prev || chr(10) || p_row::text, 'UTF8')), 'hex');
comment on function private.audit_hash(text, jsonb) is 'Hex SHA-256 of the previous hash, a newline, and the row as canonical jsonb text.';

create function private.audit_payload(p_row public.audit_logs) returns jsonb
  language sql immutable parallel safe set search_path = ''
  return jsonb_build_object(
    'id', p_row.id, 'workspace_id', p_row.workspace_id, 'seq', p_row.seq, 'user_id', p_row.user_id,
    'api_key_id', p_row.api_key_id, 'action', p_row.action, 'resource_type', p_row.resource_type,
    'resource_id', p_row.resource_id, 'changes', p_row.changes, 'metadata', p_row.metadata,
    'ip_address', host(p_row.ip_address), 'user_agent', p_row.user_agent, 'request_id', p_row.request_id,
    'created_at_us', (extract(epoch from p_row.created_at) * 1000000)::bigint
  );

create function private.append_audit_row(p_workspace uuid, p_note jsonb) returns void
  language plpgsql set search_path = ''
as $$
declare
  head public.audit_heads;
  entry public.audit_logs;
begin
  insert into public.audit_heads (workspace_id) values (p_workspace) on conflict (workspace_id) do nothing;
  select * into strict head from public.audit_heads where workspace_id = p_workspace for update;
  entry := jsonb_populate_record(null::public.audit_logs, p_note);
  entry.id := public.uuid_v7();
  entry.workspace_id := p_workspace;
  entry.seq := head.seq + 1;
  entry.created_at := clock_timestamp();
  entry.prev_hash := head.hash;
  entry.hash := private.audit_hash(head.hash, private.audit_payload(entry));
  insert into public.audit_logs select entry.*;
  update public.audit_heads set seq = entry.seq, hash = entry.hash, updated_at = now() where workspace_id = p_workspace;
end
$$;

create function private.at_commit() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  note record;
begin
  if tg_table_name = 'config_touches' and not exists (
    select 1 from private.config_touches where txid = pg_current_xact_id()
  ) or tg_table_name = 'audit_notes' and not exists (
    select 1 from private.audit_notes where txid = pg_current_xact_id()
  ) then
    return null;
  end if;

  insert into public.config_versions (workspace_id, part, n)
  select t.workspace_id, t.part, 1
  from private.config_touches as t
  join public.workspaces as w on w.id = t.workspace_id
  where t.txid = pg_current_xact_id()
  order by t.workspace_id, t.part
  on conflict (workspace_id, part) do update set n = config_versions.n + 1, updated_at = clock_timestamp();
  delete from private.config_touches where txid = pg_current_xact_id();

  for note in
    select a.workspace_id, a.note
    from private.audit_notes as a
    join public.workspaces as w on w.id = a.workspace_id
    where a.txid = pg_current_xact_id()
    order by a.workspace_id, a.n
  loop
    perform private.append_audit_row(note.workspace_id, note.note);
  end loop;
  delete from private.audit_notes where txid = pg_current_xact_id();
  return null;
end
$$;

create constraint trigger at_commit after insert on private.config_touches
  deferrable initially deferred for each row execute function private.at_commit();
create constraint trigger at_commit after insert on private.audit_notes
  deferrable initially deferred for each row execute function private.at_commit();

revoke all on function private.audit_hash(text, jsonb), private.audit_payload(public.audit_logs),
  private.append_audit_row(uuid, jsonb), private.at_commit() from public, anon, authenticated, service_role;
