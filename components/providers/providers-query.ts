import { queryOptions } from "@tanstack/react-query";
import type { Provider } from "@/lib/services/providers/schema";
import { fetchAllPages } from "@/lib/ui/fetch-all-pages";
import { queryKeys } from "@/lib/ui/query-keys";

const POLL_MS = 15_000;

export function providersQuery(workspace: string) {
  return queryOptions({
    queryKey: queryKeys.providers(workspace),
    queryFn: ({ signal }) => fetchAllPages<Provider>("/api/v1/providers", workspace, signal),
    refetchInterval: POLL_MS,
  });
}
