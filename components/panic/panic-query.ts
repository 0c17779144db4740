import { queryOptions } from "@tanstack/react-query";
import { type PanicState, toPanicState } from "@/components/panic/panic-state";
import { getAllPages, getApi } from "@/lib/ui/get-api";
import { queryKeys } from "@/lib/ui/query-keys";

const POLL_MS = 15_000;

export function panicQuery(workspace: string, workspaceId: string) {
  return queryOptions({
    queryKey: queryKeys.panic(workspace),
    queryFn: async ({ signal }): Promise<PanicState> => {
      const [one, projects] = await Promise.all([
        getApi("GET /workspaces/{id}", workspace, { id: workspaceId }, signal),
        getAllPages("GET /projects", workspace, signal),
      ]);
      return toPanicState(one.data, projects);
    },
    refetchInterval: POLL_MS,
  });
}
