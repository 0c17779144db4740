import { budgetPeriods } from "@/lib/kernel/rule-periods";
import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadBudgetRow } from "./load";
import { BudgetCourse } from "./schema";

const DAY_MS = 86_400_000;

/** How the running period of a budget was spent so far, from the stored requests. */
export async function getBudgetCourse({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<BudgetCourse> {
  requireScope(ctx, "budgets:read");
  const { id } = IdInput.parse(input);
  const row = await loadBudgetRow(ctx, id);
  const { current } = budgetPeriods(row)(ctx.clock.nowMs());
  const unit = unitFor(current.endMs - current.startMs);
  const [from, to] = [new Date(current.startMs).toISOString(), new Date(current.endMs).toISOString()];
  const { data } = await ctx.db
    .rpc("budget_course", { p_budget: id, p_from: from, p_to: to, p_unit: unit })
    .throwOnError();
  return BudgetCourse.parse({ unit, from, to, points: data });
}

function unitFor(lengthMs: number): BudgetCourse["unit"] {
  if (lengthMs <= 3 * DAY_MS) return "hour";
  return lengthMs <= 100 * DAY_MS ? "day" : "month";
}
