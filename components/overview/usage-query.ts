import { queryOptions } from "@tanstack/react-query";
import { getApi } from "@/lib/ui/get-api";
import { queryKeys } from "@/lib/ui/query-keys";
import type { TimeRange } from "@/lib/ui/time-range";

const POLL_MS = 10_000;
/** Whoever waits for a first call to show up looks at the page. */
const EMPTY_POLL_MS = 2_000;

export function usageQuery(workspace: string, range: TimeRange) {
  return queryOptions({
    queryKey: queryKeys.usage(workspace, range),
    queryFn: async ({ signal }) => {
      const answer = await getApi("GET /usage", workspace, { range }, signal);
      return answer.data;
    },
    refetchInterval: ({ state: { data } }) => (data?.totals.request_count === 0 ? EMPTY_POLL_MS : POLL_MS),
  });
}
