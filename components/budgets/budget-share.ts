import type { Budget } from "@/lib/services/budgets/schema";
import { centsShare } from "@/lib/ui/format-money";

type Amounts = { current_spent_cents: string | null; held_cents: string | null };

/** Spent and held as shares of the amount in force; null while the ledger does not answer. Of several counters: of the fullest. */
export function budgetShares(budget: Budget): { spent: number; held: number } | null {
  if (budget.current_spent_cents === null) return null;
  return sharesOf(fullestOf(budget), budget.effective_amount_cents);
}

/** What the bar is about: the budget's one counter, or the one that is nearest to its amount. */
export function fullestOf(budget: Budget): Amounts {
  return budget.per.length > 0 ? (budget.counters[0] ?? NOTHING) : budget;
}

export function sharesOf({ current_spent_cents: spent, held_cents: held }: Amounts, amountCents: string) {
  return { spent: centsShare(spent, amountCents), held: centsShare(held, amountCents) };
}

/** Where thresholds and the soft amount lie on the bar. */
export function budgetMarks(budget: Budget): number[] {
  const soft =
    budget.soft_amount_cents === null ? [] : [centsShare(budget.soft_amount_cents, budget.effective_amount_cents)];
  return [...new Set([...budget.alert_thresholds.map((threshold) => threshold / 100), ...soft])];
}

const NOTHING: Amounts = { current_spent_cents: "0", held_cents: "0" };
