-- A workspace's part of a snapshot holds the rules that name neither a key nor an end user. They are few, and must be found
-- among a hundred thousand that do.
create index rate_limits_of_workspace on public.rate_limits (workspace_id)
  where api_key_id is null and end_user_id is null;
create index budgets_of_workspace on public.budgets (workspace_id)
  where api_key_id is null and end_user_id is null;
-- Taken for many, they would be read in the order of their ids: through all budgets of all workspaces.
alter function private.snapshot_workspace(uuid) set enable_presorted_aggregate = off;
