import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type LogFilters, toListFilters } from "@/components/logs/log-search-params";
import type { ApiAnswer } from "@/lib/services/api-contract/schema";
import { getApi } from "@/lib/ui/get-api";
import { queryKeys } from "@/lib/ui/query-keys";

const LIVE_POLL_MS = 2_000;
const IDLE_POLL_MS = 15_000;
const LATEST = 8;

export type LogPage = ApiAnswer<"GET /logs">;

/** An empty list looks for its first call as a live one does. */
export function logsQuery(workspace: string, filters: LogFilters, isLive: boolean) {
  return infiniteQueryOptions({
    queryKey: queryKeys.logs(workspace, JSON.stringify(filters)),
    queryFn: ({ pageParam, signal }) => {
      const input = { ...toListFilters(filters, Date.now()), ...(pageParam === null ? {} : { cursor: pageParam }) };
      return getApi("GET /logs", workspace, input, signal);
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
      const page = await getApi("GET /logs", workspace, { limit: LATEST }, signal);
      return page.data;
    },
    refetchInterval: IDLE_POLL_MS,
  });
}

export function logQuery(workspace: string, requestId: string) {
  return queryOptions({
    queryKey: queryKeys.log(workspace, requestId),
    queryFn: async ({ signal }) => {
      const answer = await getApi("GET /logs/{request_id}", workspace, { request_id: requestId }, signal);
      return answer.data;
    },
  });
}
