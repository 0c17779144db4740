-- The log page filters by model and by failure over weeks: without these a rare model or error would read every row of the
-- workspace in the range.
create index on public.request_logs (workspace_id, model, created_at desc, request_id desc);
create index on public.request_logs (workspace_id, created_at desc, request_id desc) where status_code >= 400;
