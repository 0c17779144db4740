"use server";

import { defineAction } from "@/lib/server/define-action";
import { createBudget, deleteBudget, resetBudget, updateBudget } from "@/lib/server/verbs";

const BUDGETS = { revalidate: "/(dashboard)/[workspace]/budgets" };

export const createBudgetAction = defineAction(createBudget, BUDGETS);
export const updateBudgetAction = defineAction(updateBudget, BUDGETS);
export const resetBudgetAction = defineAction(resetBudget, BUDGETS);
export const deleteBudgetAction = defineAction(deleteBudget, BUDGETS);
