import type { ReactNode } from "react";
import { BudgetForecastText, balanceWords } from "@/components/budgets/budget-columns";
import { budgetSentence } from "@/components/budgets/budget-sentence";
import { budgetMarks, budgetShares } from "@/components/budgets/budget-share";
import { budgetTone } from "@/components/budgets/forecast-words";
import { MoneyText } from "@/components/format/money-text";
import { TimeText } from "@/components/format/time-text";
import { ZonedTime } from "@/components/format/zoned-time";
import { subjectText } from "@/components/metering/dimension-words";
import { SubjectLabels } from "@/components/metering/subject-labels";
import { UsageMeter } from "@/components/metering/usage-meter";
import { Card } from "@/components/ui/card";
import type { Budget } from "@/lib/services/budgets/schema";
import { formatMoney } from "@/lib/ui/format-money";
import { formatShare } from "@/lib/ui/format-number";

/** How the budget stands: spent, held and left as one bar, when it resets and when it runs out. */
export function BudgetSummary({ budget }: { budget: Budget }) {
  const shares = budgetShares(budget);
  const subjects = budget.applies_to.map((one) => ({ dimension: one.dimension, name: subjectText(one) }));
  return (
    <Card className="gap-4 p-5">
      <div className="grid gap-2">
        <SubjectLabels subjects={budget.applies_to} per={budget.per} />
        <p className="max-w-3xl text-sm text-pretty text-muted-foreground">
          {budgetSentence({ ...budget, subjects, amount_cents: budget.effective_amount_cents })}
        </p>
      </div>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
        <Figure label={budget.per.length > 0 ? "Spent, all counters" : "Spent"}>
          <MoneyText cents={budget.current_spent_cents} missing="not known now" />
        </Figure>
        <Figure label="Held">
          <MoneyText cents={budget.held_cents} />
        </Figure>
        <Figure label={budget.per.length > 0 ? "Left of the fullest" : "Left"}>
          <MoneyText cents={budget.remaining_cents} />
        </Figure>
        <Figure label="Amount">
          <MoneyText cents={budget.effective_amount_cents} />
          {budget.effective_amount_cents !== budget.amount_cents && <Override budget={budget} />}
        </Figure>
      </dl>
      {shares && (
        <div className="grid gap-1.5">
          <UsageMeter
            size="lg"
            used={shares.spent}
            held={shares.held}
            marks={budgetMarks(budget)}
            label={balanceWords(budget)}
            tone={budget.is_active ? budgetTone(budget, shares.spent + shares.held) : "neutral"}
          />
          <p className="flex flex-wrap justify-between gap-x-4 text-xs text-muted-foreground tabular-nums">
            <span>{formatShare(shares.spent + shares.held)} taken</span>
            <span>
              marks at {budget.alert_thresholds.map((threshold) => `${threshold}%`).join(", ") || "none"}
              {budget.soft_amount_cents !== null && `, soft ${formatMoney(budget.soft_amount_cents)}`}
            </span>
          </p>
        </div>
      )}
      <Times budget={budget} />
    </Card>
  );
}

function Times({ budget }: { budget: Budget }) {
  const { forecast, timezone: zone } = budget;
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-3 border-t pt-4 text-sm sm:grid-cols-2 lg:grid-cols-4">
      <Fact label="Runs out at this pace">
        <BudgetForecastText budget={budget} />
      </Fact>
      <Fact label="Pace">
        {forecast?.pace_cents_per_day ? (
          <>
            <MoneyText cents={forecast.pace_cents_per_day} /> a day, about{" "}
            <MoneyText cents={forecast.projected_cents} /> by the end
          </>
        ) : (
          "not known yet"
        )}
      </Fact>
      <Fact label="Period">
        <ZonedTime iso={budget.period_start_date} zone={zone} /> –{" "}
        <ZonedTime iso={budget.period_end_date} zone={zone} />
      </Fact>
      <Fact label="Resets">
        <TimeText iso={budget.period_end_date} style="relative" />
        <span className="text-muted-foreground"> · {zone}</span>
        {budget.usage_reset_at !== null && (
          <span className="block text-xs text-muted-foreground">
            set to zero by hand <TimeText iso={budget.usage_reset_at} style="relative" />
          </span>
        )}
      </Fact>
    </dl>
  );
}

function Override({ budget }: { budget: Budget }) {
  return (
    <span className="block text-xs font-normal tracking-normal text-muted-foreground">
      instead of {formatMoney(budget.amount_cents)}
      {budget.override_until !== null && (
        <>
          {" "}
          until <TimeText iso={budget.override_until} style="short" />
        </>
      )}
    </span>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className="text-2xl leading-8 font-semibold tracking-tight">{children}</dd>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
