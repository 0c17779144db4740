-- A page of 4xx of a key that only has 5xx fetched every one of them from the table to find out. With the status at the end of
-- the index the entries themselves answer.
do $$
declare
  old text;
begin
  for old in
    select c.relname from pg_catalog.pg_index as i join pg_catalog.pg_class as c on c.oid = i.indexrelid
    where i.indrelid = 'public.request_logs'::regclass and i.indpred is not null
  loop
    execute format('drop index public.%I', old);
  end loop;
end
$$;
create index on public.request_logs (workspace_id, created_at desc, request_id desc, status_code) where status_code >= 400;
create index on public.request_logs (workspace_id, api_key_id, created_at desc, request_id desc, status_code)
  where status_code >= 400;
