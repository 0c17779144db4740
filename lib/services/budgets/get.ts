import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadBudget } from "./load";
import type { Budget } from "./schema";

/** One budget with its live balance. Throws `not_found`. */
export async function getBudget({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<Budget> {
  requireScope(ctx, "budgets:read");
  return await loadBudget(ctx, IdInput.parse(input).id);
}
