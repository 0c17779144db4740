import { sharesOf } from "@/components/budgets/budget-share";
import { CounterList } from "@/components/metering/counter-list";
import { dimensionWord, joinWords } from "@/components/metering/dimension-words";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Budget } from "@/lib/services/budgets/schema";
import { formatMoney } from "@/lib/ui/format-money";
import type { Tone } from "@/lib/ui/request-status";

/** Each subject's own counter, the fullest first. */
export function BudgetCounters({ budget }: { budget: Budget }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>By {joinWords(budget.per.map(dimensionWord))}</CardTitle>
        <CardDescription className="text-xs">
          Each has {formatMoney(budget.effective_amount_cents)} of its own.
        </CardDescription>
      </CardHeader>
      <CardContent>
        <CounterList
          total={budget.counters_total}
          rows={budget.counters.map((counter) => {
            const shares = sharesOf(counter, budget.effective_amount_cents);
            const held = Number(counter.held_cents) > 0 ? ` + ${formatMoney(counter.held_cents)} held` : "";
            return {
              id: counter.subject,
              parts: counter.parts,
              used: shares.spent,
              held: shares.held,
              tone: toneOf(shares.spent + shares.held),
              taken: `${formatMoney(counter.current_spent_cents)}${held}`,
              left: `${formatMoney(counter.remaining_cents)} left`,
            };
          })}
        />
      </CardContent>
    </Card>
  );
}

function toneOf(share: number): Tone {
  if (share >= 1) return "danger";
  return share >= 0.8 ? "warning" : "success";
}
