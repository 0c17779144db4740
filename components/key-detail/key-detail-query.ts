import { keepPreviousData, queryOptions } from "@tanstack/react-query";
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

export const KEY_RANGES = ["24h", "7d", "30d"] as const;
export type KeyRange = (typeof KEY_RANGES)[number];

export function keyUsageQuery(workspace: string, id: string, range: KeyRange) {
  return queryOptions({
    queryKey: [...queryKeys.key(workspace, id), "usage", range] as const,
    queryFn: ({ signal }) => getApi("GET /keys/{id}/usage", workspace, { id, range }, signal),
    refetchInterval: POLL_MS,
    placeholderData: keepPreviousData,
  });
}

/** What is said of the call that nobody makes; empty text is left open. */
export type Question = { provider: string; model: string; end_user: string; address: string; path: string };

export const OPEN_QUESTION: Question = { provider: "", model: "", end_user: "", address: "", path: "" };

export function effectiveRulesQuery(workspace: string, id: string, question: Question) {
  const said = Object.fromEntries(Object.entries(question).filter(([, value]) => value !== ""));
  return queryOptions({
    queryKey: [...queryKeys.key(workspace, id), "rules", said] as const,
    queryFn: ({ signal }) => getApi("GET /keys/{id}/effective-rules", workspace, { id, ...said }, signal),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });
}
