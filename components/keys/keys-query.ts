import { queryOptions } from "@tanstack/react-query";
import type { ApiKey } from "@/lib/services/api-keys/schema";
import { fetchAllPages } from "@/lib/ui/fetch-all-pages";
import { queryKeys } from "@/lib/ui/query-keys";

const POLL_MS = 15_000;

export function keysQuery(workspace: string) {
  return queryOptions({
    queryKey: queryKeys.keys(workspace),
    queryFn: ({ signal }) => fetchAllPages<ApiKey>("/api/v1/keys", workspace, signal),
    refetchInterval: POLL_MS,
  });
}
