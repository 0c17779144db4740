import Link from "next/link";
import type { ReactNode } from "react";
import { budgetMarks, budgetShares, fullestOf } from "@/components/budgets/budget-share";
import { budgetTone, forecastWords } from "@/components/budgets/forecast-words";
import type { Column } from "@/components/data-table/column";
import { MoneyText } from "@/components/format/money-text";
import { ZonedTime } from "@/components/format/zoned-time";
import { RuleKindBadge } from "@/components/metering/rule-kind-badge";
import { SubjectLabels } from "@/components/metering/subject-labels";
import { UsageMeter } from "@/components/metering/usage-meter";
import type { Budget } from "@/lib/services/budgets/schema";
import { formatMoney } from "@/lib/ui/format-money";
import { formatCount, formatShare } from "@/lib/ui/format-number";
import { formatInstant } from "@/lib/ui/format-time";
import type { Tone } from "@/lib/ui/request-status";

const TEXT_TONES: Readonly<Record<Tone, string>> = {
  success: "",
  neutral: "text-muted-foreground",
  info: "text-info",
  warning: "text-warning",
  danger: "text-danger",
};

export function BudgetStatus({ budget }: { budget: Budget }) {
  if (!budget.is_active) return <RuleKindBadge kind="off" />;
  if (!budget.is_hard_limit) return <RuleKindBadge kind="soft" />;
  return <RuleKindBadge kind={budget.forecast?.outcome === "exhausted" ? "spent" : "hard"} />;
}

export function BudgetForecastText({ budget }: { budget: Budget }) {
  const { text, tone } = forecastWords(budget.forecast, (iso, style) => formatInstant(iso, budget.timezone, style));
  return <span className={TEXT_TONES[tone]}>{text}</span>;
}

/** What the bar says, in words. */
export function balanceWords(budget: Budget): string {
  const { current_spent_cents: spent, held_cents: held } = fullestOf(budget);
  const amount = budget.effective_amount_cents;
  return `${formatMoney(spent)} spent and ${formatMoney(held)} held of ${formatMoney(amount)}`;
}

function Balance({ budget }: { budget: Budget }) {
  const shares = budgetShares(budget);
  if (shares === null) return <span className="text-muted-foreground">not known now</span>;
  const { counters_total: counters, per } = budget;
  const { current_spent_cents: spent, held_cents: held } = fullestOf(budget);
  return (
    <div className="grid w-36 gap-1.5 md:w-52">
      <span className="flex items-baseline justify-between gap-2 tabular-nums">
        <span>
          <MoneyText cents={spent} />
          {Number(held) > 0 && (
            <span className="text-muted-foreground">
              {" "}
              + <MoneyText cents={held} /> held
            </span>
          )}
        </span>
        <span className="text-xs text-muted-foreground">{formatShare(shares.spent + shares.held)}</span>
      </span>
      <UsageMeter
        used={shares.spent}
        held={shares.held}
        marks={budgetMarks(budget)}
        label={balanceWords(budget)}
        tone={budget.is_active ? budgetTone(budget, shares.spent + shares.held) : "neutral"}
      />
      {per.length > 0 && (
        <span className="text-xs text-muted-foreground">
          {counters === 0
            ? "no counter in use"
            : `fullest of ${formatCount(counters)}, ${formatMoney(budget.current_spent_cents)} in all`}
        </span>
      )}
    </div>
  );
}

export function budgetColumns(workspace: string, menu: (budget: Budget) => ReactNode): Column<Budget>[] {
  return [
    {
      id: "name",
      header: "Budget",
      sortValue: (budget) => budget.name,
      cell: (budget) => (
        <div className="grid w-40 gap-1 py-0.5 md:w-auto md:max-w-80">
          <Link
            href={`/${workspace}/budgets/${budget.id}`}
            className="truncate rounded-sm font-medium outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/50"
          >
            {budget.name}
          </Link>
          <SubjectLabels subjects={budget.applies_to} per={budget.per} />
        </div>
      ),
    },
    {
      id: "spent",
      header: "Spent and held",
      sortValue: (budget) => shareTaken(budget),
      cell: (budget) => <Balance budget={budget} />,
    },
    {
      id: "left",
      header: "Left",
      align: "end",
      sortValue: (budget) => (budget.remaining_cents === null ? null : Number(budget.remaining_cents)),
      cell: (budget) => <MoneyText cents={budget.remaining_cents} />,
    },
    {
      id: "amount",
      header: "Amount",
      align: "end",
      sortValue: (budget) => Number(budget.effective_amount_cents),
      cell: (budget) => (
        <div className="grid justify-items-end">
          <MoneyText cents={budget.effective_amount_cents} />
          {budget.effective_amount_cents !== budget.amount_cents && (
            <span className="text-xs text-muted-foreground">instead of {formatMoney(budget.amount_cents)}</span>
          )}
        </div>
      ),
    },
    {
      id: "forecast",
      header: "Runs out",
      sortValue: (budget) => runsOutMs(budget),
      cell: (budget) => <BudgetForecastText budget={budget} />,
    },
    {
      id: "resets",
      header: "Resets",
      sortValue: (budget) => budget.period_end_date,
      cell: (budget) => (
        <div className="grid">
          <ZonedTime iso={budget.period_end_date} zone={budget.timezone} />
          <span className="text-xs text-muted-foreground">{budget.timezone}</span>
        </div>
      ),
    },
    {
      id: "status",
      header: "Kind",
      sortValue: (budget) => (budget.is_active ? String(budget.is_hard_limit) : "off"),
      cell: (budget) => <BudgetStatus budget={budget} />,
    },
    { id: "menu", header: <span className="sr-only">Actions</span>, align: "end", cell: menu, className: "w-10" },
  ];
}

function shareTaken(budget: Budget): number | null {
  const shares = budgetShares(budget);
  return shares === null ? null : shares.spent + shares.held;
}

/** What is spent first, what lasts last. */
function runsOutMs({ forecast }: Budget): number | null {
  if (forecast === null) return null;
  if (forecast.outcome === "exhausted") return 0;
  return forecast.runs_out_at === null ? Number.MAX_SAFE_INTEGER : Date.parse(forecast.runs_out_at);
}
