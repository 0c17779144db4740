import { queryOptions } from "@tanstack/react-query";
import type { ApiAnswer } from "@/lib/services/api-contract/schema";
import { getApi } from "@/lib/ui/get-api";
import { queryKeys } from "@/lib/ui/query-keys";

const POLL_MS = 1_000;
/** Drift adds up rows: it is asked for rarely, and when somebody wants to know. */
const DRIFT_POLL_MS = 60_000;
const SHOWN = 100;

export type HoldsPage = ApiAnswer<"GET /open-holds">;

export function openHoldsQuery(workspace: string, ruleId: string | null = null) {
  return queryOptions({
    queryKey: queryKeys.openHolds(workspace, ruleId),
    queryFn: ({ signal }): Promise<HoldsPage> =>
      getApi("GET /open-holds", workspace, { limit: SHOWN, ...(ruleId === null ? {} : { rule_id: ruleId }) }, signal),
    refetchInterval: POLL_MS,
  });
}

export function driftQuery(workspace: string, ruleId: string | null = null) {
  return queryOptions({
    queryKey: queryKeys.drift(workspace, ruleId),
    queryFn: ({ signal }) =>
      getApi("GET /drift", workspace, { limit: SHOWN, ...(ruleId === null ? {} : { rule_id: ruleId }) }, signal),
    refetchInterval: DRIFT_POLL_MS,
  });
}
