import { queryOptions } from "@tanstack/react-query";
import type { RuleLists } from "@/components/rules/rule-row";
import { getAllPages, getApi } from "@/lib/ui/get-api";
import { queryKeys } from "@/lib/ui/query-keys";

const POLL_MS = 15_000;

/** All four lists at once: a country rule is read with its regions, and a tab shows how many rules it has. */
export function rulesQuery(workspace: string) {
  return queryOptions({
    queryKey: queryKeys.rules(workspace),
    queryFn: async ({ signal }): Promise<RuleLists> => {
      const [ip, geo, model, regions] = await Promise.all([
        getAllPages("GET /ip-rules", workspace, signal),
        getAllPages("GET /geo-rules", workspace, signal),
        getAllPages("GET /model-rules", workspace, signal),
        getAllPages("GET /geo-regions", workspace, signal),
      ]);
      return { ip, geo, model, regions };
    },
    refetchInterval: POLL_MS,
  });
}

export type AccessQuestion = {
  project_id?: string;
  address?: string;
  country?: string;
  model?: string;
  provider?: string;
};

/** What the rules say to one caller; asked anew when a rule changes. */
export function accessQuery(workspace: string, question: AccessQuestion) {
  return queryOptions({
    queryKey: [...queryKeys.rules(workspace), "decision", question] as const,
    queryFn: ({ signal }) => getApi("GET /access-decision", workspace, question, signal),
    retry: false,
  });
}
