-- Revocation must not depend on a verb's good manners: a member who may edit a key could otherwise write over
-- revoked_at, or put a hash of their own choosing under another's key.
revoke update (key_hash, key_prefix, key_last4) on public.api_keys from authenticated;

create function private.keep_revoked() returns trigger
language plpgsql security invoker set search_path = '' as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception 'A revoked key stays revoked. Create a new one.' using errcode = '23514', constraint = 'api_keys_revoked_is_final';
  end if;
  return new;
end
$$;
revoke all on function private.keep_revoked() from public, anon, authenticated;

create trigger keep_revoked before update of revoked_at on public.api_keys
  for each row execute function private.keep_revoked();
