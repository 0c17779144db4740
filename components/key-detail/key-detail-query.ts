import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type KeyRange, type Question, saidOf } from "@/components/key-detail/question";
import { getApi } from "@/lib/ui/get-api";
import { queryKeys } from "@/lib/ui/query-keys";

const POLL_MS = 15_000;
/** Counters move with every call. */
const LIVE_MS = 4_000;

export function keyQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: [...queryKeys.key(workspace, id), "facts"] as const,
    queryFn: ({ signal }) => getApi("GET /keys/{id}", workspace, { id }, signal),
    refetchInterval: POLL_MS,
  });
}

export function keyUsageQuery(workspace: string, id: string, range: KeyRange) {
  return queryOptions({
    queryKey: [...queryKeys.key(workspace, id), "usage", range] as const,
    queryFn: ({ signal }) => getApi("GET /keys/{id}/usage", workspace, { id, range }, signal),
    refetchInterval: POLL_MS,
    placeholderData: keepPreviousData,
  });
}

export function effectiveRulesQuery(workspace: string, id: string, question: Question) {
  const said = saidOf(question);
  return queryOptions({
    queryKey: [...queryKeys.key(workspace, id), "rules", said] as const,
    queryFn: ({ signal }) => getApi("GET /keys/{id}/effective-rules", workspace, { id, ...said }, signal),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });
}
