import type { BudgetActions } from "@/components/budgets/budget-actions";
import { createBudgetAction, deleteBudgetAction, resetBudgetAction, updateBudgetAction } from "./actions";

/** The actions on budgets for one workspace. */
export function bindBudgetActions(workspace: string): BudgetActions {
  return {
    create: createBudgetAction.bind(null, workspace),
    update: updateBudgetAction.bind(null, workspace),
    reset: resetBudgetAction.bind(null, workspace),
    remove: deleteBudgetAction.bind(null, workspace),
  };
}
