import type { BudgetCrossings } from "@/components/budgets/budgets-query";
import { MoneyText } from "@/components/format/money-text";
import { TimeText } from "@/components/format/time-text";
import { counterText } from "@/components/metering/subject-labels";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Budget } from "@/lib/services/budgets/schema";

type CrossingsProps = { budget: Budget; crossings: BudgetCrossings };

/** Thresholds that were reached, each once a period. */
export function BudgetCrossingsCard({ budget, crossings }: CrossingsProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Crossings</CardTitle>
        <CardDescription className="text-xs">Thresholds that spending reached, each once a period.</CardDescription>
      </CardHeader>
      <CardContent className="pt-3">
        {crossings.length === 0 ? (
          <p className="text-sm text-muted-foreground">
            {budget.alert_thresholds.length === 0 ? "This budget has no thresholds." : "None so far."}
          </p>
        ) : (
          <ol className="grid gap-2.5 text-sm">
            {crossings.map((crossing) => (
              <li key={crossing.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
                <Badge
                  variant={crossing.threshold >= 100 && !crossing.is_soft ? "danger" : "warning"}
                  className="tabular-nums"
                >
                  {crossing.is_soft ? "soft " : ""}
                  {crossing.threshold}%
                </Badge>
                <span className="min-w-0 flex-1 truncate">
                  <MoneyText cents={crossing.used_cents} /> of <MoneyText cents={crossing.limit_cents} />
                  {crossing.parts.length > 0 && (
                    <span className="text-muted-foreground"> · {counterText(crossing.parts)}</span>
                  )}
                </span>
                <TimeText iso={crossing.created_at} style="short" className="text-xs text-muted-foreground" />
              </li>
            ))}
          </ol>
        )}
      </CardContent>
    </Card>
  );
}
