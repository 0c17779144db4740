import { BudgetHistoryChart } from "@/components/budgets/budget-history-chart";
import type { BudgetHistory } from "@/components/budgets/budgets-query";
import { TimeSeriesChart } from "@/components/charts/time-series-chart";
import type { ChartConfig } from "@/components/ui/chart";
import type { Budget, BudgetCourse } from "@/lib/services/budgets/schema";
import { dollarsForChart, formatDollars, formatDollarsAxis, formatMoney } from "@/lib/ui/format-money";
import { formatCount } from "@/lib/ui/format-number";

const SPEND = { spend: { label: "Spent", color: "var(--chart-1)" } } satisfies ChartConfig;

type ChartsProps = { budget: Budget; course: BudgetCourse; history: BudgetHistory };

/** The running period by hour, day or month, and the closed ones against their amounts. */
export function BudgetCharts({ budget, course, history }: ChartsProps) {
  const requests = course.points.reduce((sum, point) => sum + point.request_count, 0);
  return (
    <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
      <TimeSeriesChart
        title="This period"
        summary={`${formatMoney(budget.current_spent_cents)} by ${formatCount(requests)} calls, by ${course.unit}.`}
        config={SPEND}
        shape="bars"
        rangeMs={Date.parse(course.to) - Date.parse(course.from)}
        points={course.points.map(({ t, spent_cents }) => ({ t, values: { spend: dollarsForChart(spent_cents) } }))}
        formatValue={formatDollars}
        formatAxis={formatDollarsAxis}
      />
      <BudgetHistoryChart history={history} zone={budget.timezone} />
    </div>
  );
}
