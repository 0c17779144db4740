/** Keys of every React Query entry: the workspace first, so that nothing of one is ever shown in another. */
export const queryKeys = {
  keys: (workspace: string) => [workspace, "keys"] as const,
  key: (workspace: string, id: string) => [workspace, "key", id] as const,
  rules: (workspace: string) => [workspace, "rules"] as const,
  projects: (workspace: string) => [workspace, "projects"] as const,
  panic: (workspace: string) => [workspace, "panic"] as const,
  managementKeys: (workspace: string) => [workspace, "management-keys"] as const,
  providers: (workspace: string) => [workspace, "providers"] as const,
  usage: (workspace: string, range: string) => [workspace, "usage", range] as const,
  logs: (workspace: string, search: string) => [workspace, "logs", search] as const,
  limits: (workspace: string) => [workspace, "limits"] as const,
  budgets: (workspace: string) => [workspace, "budgets"] as const,
  budget: (workspace: string, id: string, part: string) => [workspace, "budget", id, part] as const,
  openHolds: (workspace: string, ruleId: string | null) => [workspace, "open-holds", ruleId] as const,
  drift: (workspace: string, ruleId: string | null) => [workspace, "drift", ruleId] as const,
  log: (workspace: string, requestId: string) => [workspace, "log", requestId] as const,
};
