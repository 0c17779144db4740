import { queryOptions } from "@tanstack/react-query";
import { getAllPages } from "@/lib/ui/get-api";
import { queryKeys } from "@/lib/ui/query-keys";

const POLL_MS = 15_000;

export function projectsQuery(workspace: string) {
  return queryOptions({
    queryKey: queryKeys.projects(workspace),
    queryFn: ({ signal }) => getAllPages("GET /projects", workspace, signal),
    refetchInterval: POLL_MS,
  });
}
