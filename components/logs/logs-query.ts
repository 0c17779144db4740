import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type LogFilters, toListFilters } from "@/components/logs/log-search-params";
import type { LogDetail, LogEntry } from "@/lib/services/logs/schema";
import { fetchJson } from "@/lib/ui/api-client";
import { queryKeys } from "@/lib/ui/query-keys";

const LIVE_POLL_MS = 2_000;
const IDLE_POLL_MS = 15_000;
const LATEST = 8;

export type LogPage = { data: LogEntry[]; next_cursor: string | null };

/** An empty list looks for its first call as a live one does. */
export function logsQuery(workspace: string, filters: LogFilters, isLive: boolean) {
  return infiniteQueryOptions({
    queryKey: queryKeys.logs(workspace, JSON.stringify(filters)),
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams(toListFilters(filters, Date.now()));
      if (pageParam !== null) search.set("cursor", pageParam);
      return fetchJson<LogPage>(`/api/v1/logs?${search}`, workspace, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state: { data } }) => (isLive || data?.pages[0]?.data.length === 0 ? LIVE_POLL_MS : false),
  });
}

export function latestLogsQuery(workspace: string) {
  return queryOptions({
    queryKey: queryKeys.logs(workspace, "latest"),
    queryFn: async ({ signal }) => {
      const page = await fetchJson<LogPage>(`/api/v1/logs?limit=${LATEST}`, workspace, signal);
      return page.data;
    },
    refetchInterval: IDLE_POLL_MS,
  });
}

export function logQuery(workspace: string, requestId: string) {
  return queryOptions({
    queryKey: queryKeys.log(workspace, requestId),
    queryFn: async ({ signal }) => {
      const path = `/api/v1/logs/${encodeURIComponent(requestId)}`;
      const answer = await fetchJson<{ data: LogDetail }>(path, workspace, signal);
      return answer.data;
    },
  });
}
