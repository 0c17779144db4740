-- Details of requests are best effort and kept shorter than the requests themselves: they come straight from the gateway,
-- in batches, beside the drain, and a detail that cannot be stored is dropped without touching its neighbours.

create function public.record_request_details(p_details jsonb) returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  detail jsonb;
  stored integer := 0;
  dropped integer := 0;
  n integer;
begin
  for detail in select e.value from jsonb_array_elements(p_details) as e (value) order by e.value ->> 'created_at', e.value ->> 'request_id' loop
    begin
      perform private.ensure_partition('request_details', (((detail ->> 'created_at')::timestamptz) at time zone 'UTC')::date)
      where (detail ->> 'created_at')::timestamptz between now() - interval '30 days' and now() + interval '2 days';
      insert into public.request_details select r.* from jsonb_populate_record(null::public.request_details, detail) as r
      on conflict (created_at, request_id) do nothing;
      get diagnostics n = row_count;
      stored := stored + n;
    exception when others then
      if not private.is_bad_data(sqlstate) then
        raise;
      end if;
      dropped := dropped + 1;
    end;
  end loop;
  return jsonb_build_object('stored', stored, 'dropped', dropped);
end
$$;
comment on function public.record_request_details(jsonb) is 'Stores details of requests, redacted by the gateway, at most once each.';
revoke all on function public.record_request_details(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.record_request_details(jsonb) to gateway;
