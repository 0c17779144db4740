-- Daily partitions, made ahead by the tick and on demand by the drain. A partition is made apart and then attached, since
-- `create table ... partition of` would stop all readers; an advisory lock lets one process at a time do it.

-- Reads the catalogue itself: `to_regclass` may answer from a cache that a wait for the advisory lock does not refresh.
create function private.has_partition(p_child text) returns boolean
  language sql volatile set search_path = ''
as $$
  select exists (
    select 1 from pg_catalog.pg_class
    where relname = p_child and relnamespace = (select oid from pg_catalog.pg_namespace where nspname = 'partitions')
  )
$$;

create function private.ensure_partition(p_parent text, p_day date) returns boolean
  language plpgsql security definer set search_path = ''
as $$
declare
  child text := p_parent || '_' || to_char(p_day, 'YYYYMMDD');
begin
  if private.has_partition(child) then
    return false;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('sluice.partitions', 0));
  if private.has_partition(child) then
    return false;
  end if;
  execute format(
    'create table partitions.%1$I (like public.%2$I including defaults including generated including constraints)',
    child, p_parent
  );
  execute format('alter table partitions.%I enable row level security', child);
  execute format('alter table partitions.%I force row level security', child);
  execute format('revoke all on partitions.%I from public, anon, authenticated, service_role', child);
  execute format(
    'alter table public.%I attach partition partitions.%I for values from (%L) to (%L)',
    p_parent, child, p_day::text || ' 00:00:00+00', (p_day + 1)::text || ' 00:00:00+00'
  );
  return true;
end
$$;
comment on function private.ensure_partition(text, date) is 'Makes the partition of one UTC day; false if it was there.';

create function public.ensure_partitions(p_days integer) returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  parent text;
  today date := (now() at time zone 'UTC')::date;
  made integer := 0;
begin
  if p_days is null or p_days not between 0 and 60 then
    raise exception 'ensure_partitions takes 0 to 60 days, not %.', p_days using errcode = '22023';
  end if;
  foreach parent in array array['request_logs', 'request_details'] loop
    for ahead in -1..p_days loop
      made := made + private.ensure_partition(parent, today + ahead)::integer;
    end loop;
  end loop;
  return jsonb_build_object('created', made);
end
$$;
comment on function public.ensure_partitions(integer) is 'Makes the partitions from yesterday to so many days ahead.';

revoke all on function private.has_partition(text), private.ensure_partition(text, date), public.ensure_partitions(integer)
  from public, anon, authenticated, service_role;
grant execute on function public.ensure_partitions(integer) to gateway, service_role;

do $$ begin perform public.ensure_partitions(7); end $$;
