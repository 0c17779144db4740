-- Late truths from the ledger, one row a corrected counter. The same adjustment is stored once however often it is drained;
-- one that cannot be stored is put aside like a record.

create function private.insert_adjustment(p_adjustment jsonb) returns integer
  language plpgsql set search_path = ''
as $$
declare
  stored integer;
begin
  insert into public.usage_adjustments (
    workspace_id, request_id, subjects, adjustment_id, rule_id, subject, metric, delta, reason, created_at
  )
  select (p_adjustment ->> 'workspace_id')::uuid, (p_adjustment ->> 'request_id')::uuid,
    coalesce(p_adjustment -> 'fields', '{}'), p_adjustment ->> 'id', (t.value ->> 'rule_id')::uuid,
    coalesce(t.value ->> 'subject', ''),
    case t.value ->> 'metric' when 'cost_nano_usd' then 'cost_cents' else t.value ->> 'metric' end,
    coalesce((t.value ->> 'delta')::numeric, 0) / case t.value ->> 'metric' when 'cost_nano_usd' then 10000000 else 1 end,
    p_adjustment ->> 'reason', (p_adjustment ->> 'created_at')::timestamptz
  from jsonb_array_elements(
    case when coalesce(p_adjustment -> 'targets', '[]') = '[]' then '[{}]' else p_adjustment -> 'targets' end
  ) as t (value)
  order by t.value ->> 'rule_id', t.value ->> 'subject', t.value ->> 'metric'
  on conflict do nothing;
  get diagnostics stored = row_count;
  return stored;
end
$$;

create function public.record_adjustments(p_adjustments jsonb) returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  adjustment jsonb;
  stored integer := 0;
  dead integer := 0;
begin
  for adjustment in select e.value from jsonb_array_elements(p_adjustments) as e (value) order by e.value ->> 'id' loop
    begin
      stored := stored + private.insert_adjustment(adjustment);
    exception when others then
      if not private.is_bad_data(sqlstate) then
        raise;
      end if;
      perform private.bury_records(jsonb_build_array(
        jsonb_build_object('record', adjustment, 'reason', sqlerrm, 'sqlstate', sqlstate)
      ));
      dead := dead + 1;
    end;
  end loop;
  return jsonb_build_object('stored', stored, 'dead', dead);
end
$$;
comment on function public.record_adjustments(jsonb) is 'Stores adjustments drained from the ledger, each once. Answers {"stored": rows, "dead"}.';
revoke all on function private.insert_adjustment(jsonb), public.record_adjustments(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.record_adjustments(jsonb) to gateway;
