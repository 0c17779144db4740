import { queryOptions } from "@tanstack/react-query";
import type { ApiAnswer } from "@/lib/services/api-contract/schema";
import { getAllPages, getApi } from "@/lib/ui/get-api";
import { queryKeys } from "@/lib/ui/query-keys";

const POLL_MS = 2_000;
/** A workspace with very many rules is not asked about all of them every other second. */
const MANY = 200;
const SLOW_POLL_MS = 15_000;
const COURSE_POLL_MS = 10_000;
const PERIODS = 24;

export type BudgetHistory = ApiAnswer<"GET /budgets/{id}/history">["data"];
export type BudgetCrossings = ApiAnswer<"GET /budgets/{id}/crossings">["data"];

export function budgetsQuery(workspace: string) {
  return queryOptions({
    queryKey: queryKeys.budgets(workspace),
    queryFn: ({ signal }) => getAllPages("GET /budgets", workspace, signal),
    refetchInterval: ({ state: { data } }) => ((data?.length ?? 0) > MANY ? SLOW_POLL_MS : POLL_MS),
  });
}

export function budgetQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: queryKeys.budget(workspace, id, "balance"),
    queryFn: async ({ signal }) => (await getApi("GET /budgets/{id}", workspace, { id }, signal)).data,
    refetchInterval: POLL_MS,
  });
}

export function budgetCourseQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: queryKeys.budget(workspace, id, "course"),
    queryFn: async ({ signal }) => (await getApi("GET /budgets/{id}/course", workspace, { id }, signal)).data,
    refetchInterval: COURSE_POLL_MS,
  });
}

export function budgetCrossingsQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: queryKeys.budget(workspace, id, "crossings"),
    queryFn: async ({ signal }): Promise<BudgetCrossings> =>
      (await getApi("GET /budgets/{id}/crossings", workspace, { id, limit: 20 }, signal)).data,
    refetchInterval: COURSE_POLL_MS,
  });
}

/** Closed periods, the newest first. */
export function budgetHistoryQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: queryKeys.budget(workspace, id, "history"),
    queryFn: async ({ signal }): Promise<BudgetHistory> =>
      (await getApi("GET /budgets/{id}/history", workspace, { id, limit: PERIODS }, signal)).data,
  });
}
