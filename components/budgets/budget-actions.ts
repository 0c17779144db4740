import type { Budget, CreateBudgetInput, UpdateBudgetInput } from "@/lib/services/budgets/schema";
import type { Action } from "@/lib/ui/server-action";

/** What can be done with budgets, as server actions that the page hands down. */
export type BudgetActions = {
  create: Action<CreateBudgetInput, Budget>;
  update: Action<UpdateBudgetInput, Budget>;
  reset: Action<{ id: string }, unknown>;
  remove: Action<{ id: string }, unknown>;
};
