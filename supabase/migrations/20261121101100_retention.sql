-- What is kept how long. Days of evidence are dropped as partitions once no workspace keeps them; a workspace that keeps
-- less than the installation has its own rows deleted. A lock that is not had at once is tried at the next run.

create function private.retention_days(p_settings jsonb, p_what text, p_default integer) returns integer
  language sql immutable parallel safe set search_path = ''
  return case
    when p_settings #>> array['retention', p_what || '_days'] ~ '^[1-9][0-9]{0,3}$'
    then (p_settings #>> array['retention', p_what || '_days'])::integer
    else p_default
  end;
comment on function private.retention_days(jsonb, text, integer) is 'Days that settings.retention.<what>_days asks for, or the default.';

create function private.drop_partitions(p_parent text, p_before date) returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  child text;
  dropped integer := 0;
begin
  for child in
    select c.relname from pg_catalog.pg_class as c
    join pg_catalog.pg_inherits as i on i.inhrelid = c.oid
    where i.inhparent = format('public.%I', p_parent)::regclass
      and c.relname ~ '_[0-9]{8}$' and to_date(right(c.relname, 8), 'YYYYMMDD') < p_before
    order by c.relname
  loop
    begin
      execute format('drop table partitions.%I', child);
      dropped := dropped + 1;
    exception when lock_not_available then
      return jsonb_build_object('dropped', dropped, 'waiting', true);
    end;
  end loop;
  return jsonb_build_object('dropped', dropped, 'waiting', false);
end
$$;

create function private.delete_evidence(p_parent text, p_workspace uuid, p_before timestamptz) returns integer
  language plpgsql set search_path = ''
as $$
declare
  deleted integer;
begin
  execute format(
    'delete from public.%1$I where workspace_id = $1 and (created_at, request_id) in (
      select created_at, request_id from public.%1$I where workspace_id = $1 and created_at < $2 order by created_at limit 20000
    )', p_parent
  ) using p_workspace, p_before;
  get diagnostics deleted = row_count;
  return deleted;
end
$$;

create function public.apply_retention() returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  today date := (now() at time zone 'UTC')::date;
  shared jsonb := (select settings from public.workspaces where id = private.nil());
  kept record;
  result jsonb := '{}';
  whole integer;
  n integer;
  deleted integer := 0;
begin
  perform set_config('lock_timeout', '2s', true);
  for kept in select * from (values ('request_logs', 90), ('request_details', 7), ('request_bodies', 7)) as k (parent, days) loop
    kept.days := private.retention_days(shared, kept.parent, kept.days);
    select greatest(kept.days, max(private.retention_days(w.settings, kept.parent, kept.days))) into whole
    from public.workspaces as w;
    result := result || jsonb_build_object(kept.parent, private.drop_partitions(kept.parent, today - whole));
    for n in
      select private.delete_evidence(kept.parent, w.id, (today - d.days)::timestamp at time zone 'UTC')
      from public.workspaces as w
      cross join lateral (select private.retention_days(w.settings, kept.parent, kept.days) as days) as d
      where d.days < whole
      order by w.id
    loop
      deleted := deleted + n;
    end loop;
  end loop;
  delete from public.usage_minutely where minute < now() - interval '48 hours';
  get diagnostics n = row_count;
  delete from public.mfa_used_steps where created_at < now() - interval '1 day';
  delete from public.idempotency_keys where created_at < now() - interval '7 days';
  delete from public.outbox where done_at < now() - interval '7 days';
  delete from public.webhook_deliveries where created_at < now() - interval '30 days';
  delete from public.mail_messages where created_at < now() - interval '30 days';
  return result || jsonb_build_object('deleted', deleted, 'usage_minutely', n);
end
$$;
comment on function public.apply_retention() is 'Drops and deletes what is kept no longer. Days: settings.retention.<table>_days of a workspace, else of the shared one, else 90 for request_logs and 7 for details and bodies.';

revoke all on function private.retention_days(jsonb, text, integer), private.drop_partitions(text, date),
  private.delete_evidence(text, uuid, timestamptz), public.apply_retention() from public, anon, authenticated, service_role;
grant execute on function public.apply_retention() to gateway, service_role;
