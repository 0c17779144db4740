import { joinWords } from "@/components/metering/dimension-words";
import { type Callers, whoSentence } from "@/components/metering/subject-sentence";
import type { Budget } from "@/lib/services/budgets/schema";
import { formatMoneyExact } from "@/lib/ui/format-money";
import { durationTextWords } from "@/lib/ui/window-words";

/** `amount_cents` is null while what was typed is no amount. */
export type BudgetFacts = Callers & {
  amount_cents: string | null;
  soft_amount_cents: string | null;
} & Pick<Budget, "period" | "duration" | "calendar_aligned" | "timezone" | "is_hard_limit" | "alert_thresholds">;

const PERIODS: Readonly<Record<Budget["period"], string>> = {
  DAILY: "day",
  WEEKLY: "week",
  MONTHLY: "month",
  QUARTERLY: "quarter",
  YEARLY: "year",
  ROLLING: "30 days",
};

/** `calendar month (Europe/Berlin)`, `7 days`: what follows "in each". */
export function periodWords(facts: Pick<Budget, "period" | "duration" | "calendar_aligned" | "timezone">): string {
  const words = facts.duration === null ? PERIODS[facts.period] : durationTextWords(facts.duration);
  return facts.calendar_aligned ? `calendar ${words} (${facts.timezone})` : words;
}

/** What a budget means, in plain English. */
export function budgetSentence(facts: BudgetFacts): string {
  const amount = facts.amount_cents === null ? "$…" : formatMoneyExact(facts.amount_cents);
  const spend = `${whoSentence(facts)} may cost at most ${amount} in each ${periodWords(facts)}.`;
  const then = facts.is_hard_limit
    ? "A call that does not fit is refused with 402 before any money is spent."
    : "Nothing is refused: it only counts and alerts.";
  return [spend, then, alertSentence(facts)].filter(Boolean).join(" ");
}

function alertSentence({ alert_thresholds: thresholds, soft_amount_cents: soft }: BudgetFacts): string {
  const marks = [
    ...thresholds.toSorted((a, b) => a - b).map((threshold) => `${threshold}%`),
    ...(soft === null ? [] : [`the soft amount of ${formatMoneyExact(soft)}`]),
  ];
  return marks.length === 0 ? "" : `It alerts at ${joinWords(marks)}.`;
}
