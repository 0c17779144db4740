-- An operator may be any member of a workspace in person; a management key grants with an OWNER's rights alone. What is
-- refused says why in words that are meant for people.

create or replace function private.may_grant_credit(p_workspace uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$
  select case
    when exists (select 1 from public.operators) then
      exists (select 1 from public.operators where user_id = private.actor_id())
      and (private.person_id() is not null or private.claimed_role() = 'OWNER')
      and p_workspace in (select private.my_workspaces('ADMIN'))
    else p_workspace in (select private.my_workspaces('OWNER'))
  end
$$;

create or replace function public.grant_credit(p jsonb) returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  given public.credit_purchases := jsonb_populate_record(null::public.credit_purchases, p);
  account public.credit_accounts;
  debt numeric;
begin
  if not private.may_grant_credit(given.workspace_id) then
    raise exception 'Credit is granted by the operators of this installation, or where it has none, by an OWNER of the workspace.'
      using errcode = '42501';
  end if;
  if given.expires_at <= now() then
    raise exception 'Credit that has expired already cannot be granted. Choose a later expires_at.';
  end if;
  insert into public.credit_accounts (workspace_id, kind) values (given.workspace_id, given.kind)
  on conflict (workspace_id, kind) do nothing;
  select * into strict account from public.credit_accounts
  where workspace_id = given.workspace_id and kind = given.kind for no key update;
  if given.amount + (
    select coalesce(sum(amount), 0) from public.credit_purchases
    where workspace_id = account.workspace_id and kind = account.kind
  ) > 900719925 then
    raise exception 'All credit of a kind that a workspace ever buys is at most 900719925 cents or requests. One counter holds no more.';
  end if;
  debt := greatest(account.spent - private.allocated_credit(account), 0);
  insert into public.credit_purchases (id, workspace_id, kind, amount, remaining, reference, purchased_by, expires_at)
  values (
    coalesce(given.id, public.uuid_v7()), given.workspace_id, given.kind, given.amount,
    given.amount - least(debt, given.amount), given.reference, private.actor_id(), given.expires_at
  );
  perform private.show_credit_balance(account);
end
$$;
