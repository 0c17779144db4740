import { queryOptions } from "@tanstack/react-query";
import { getAllPages } from "@/lib/ui/get-api";
import { queryKeys } from "@/lib/ui/query-keys";

const POLL_MS = 2_000;
/** A workspace with very many rules is not asked about all of them every other second. */
const MANY = 200;
const SLOW_POLL_MS = 15_000;

export function limitsQuery(workspace: string) {
  return queryOptions({
    queryKey: queryKeys.limits(workspace),
    queryFn: ({ signal }) => getAllPages("GET /rate-limits", workspace, signal),
    refetchInterval: ({ state: { data } }) => ((data?.length ?? 0) > MANY ? SLOW_POLL_MS : POLL_MS),
  });
}
