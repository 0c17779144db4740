import { Bar, CartesianGrid, ComposedChart, Line, XAxis, YAxis } from "recharts";
import type { BudgetHistory } from "@/components/budgets/budgets-query";
import { ChartFrame } from "@/components/charts/chart-frame";
import { type ChartConfig, ChartContainer, ChartTooltip, ChartTooltipContent } from "@/components/ui/chart";
import { dollarsForChart, formatDollars, formatDollarsAxis, formatMoney } from "@/lib/ui/format-money";
import { formatCount } from "@/lib/ui/format-number";
import { formatInstant } from "@/lib/ui/format-time";

const CONFIG = {
  spent: { label: "Spent", color: "var(--chart-1)" },
  amount: { label: "Amount", color: "var(--chart-2)" },
} satisfies ChartConfig;
const MARGIN = { top: 6, right: 4, bottom: 0, left: 0 };

/** What was spent in each closed period against what the budget was then, the oldest first. */
export function BudgetHistoryChart({ history, zone }: { history: BudgetHistory; zone: string }) {
  const periods = history.toReversed();
  const data = periods.map((period) => ({
    t: period.period_start_date,
    spent: dollarsForChart(period.actual_spent_cents),
    amount: dollarsForChart(period.budget_amount_cents),
  }));
  const table = {
    columns: ["Period from", "Spent", "Amount", "Requests", "Errors"],
    rows: periods.map((period) => ({
      id: period.id,
      cells: [
        formatInstant(period.period_start_date, zone, "date"),
        formatMoney(period.actual_spent_cents),
        formatMoney(period.budget_amount_cents),
        formatCount(period.request_count),
        formatCount(period.error_count),
      ],
    })),
  };
  return (
    <ChartFrame
      title="Closed periods"
      summary={summaryOf(periods)}
      config={CONFIG}
      table={table}
      isEmpty={periods.length === 0}
    >
      <ChartContainer config={CONFIG}>
        <ComposedChart data={data} margin={MARGIN} accessibilityLayer={false} barCategoryGap="24%" maxBarSize={56}>
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="t"
            tickLine={false}
            axisLine={false}
            tickMargin={8}
            minTickGap={24}
            tickFormatter={(t: string) => formatInstant(t, zone, "date").replace(/, \d{4}$/, "")}
          />
          <YAxis tickLine={false} axisLine={false} width={60} tickCount={4} tickFormatter={formatDollarsAxis} />
          <ChartTooltip
            isAnimationActive={false}
            content={
              <ChartTooltipContent
                formatLabel={(t) => `From ${formatInstant(t, zone, "date")}`}
                formatValue={formatDollars}
              />
            }
          />
          <Bar dataKey="spent" fill="var(--color-spent)" radius={[2, 2, 0, 0]} isAnimationActive={false} />
          <Line
            dataKey="amount"
            type="stepAfter"
            stroke="var(--color-amount)"
            strokeWidth={1.75}
            dot={{ r: 2.5, fill: "var(--color-amount)", strokeWidth: 0 }}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ChartContainer>
    </ChartFrame>
  );
}

function summaryOf(periods: BudgetHistory): string {
  if (periods.length === 0) return "No period has ended yet.";
  const over = periods.filter(
    (period) => Number(period.actual_spent_cents) > Number(period.budget_amount_cents),
  ).length;
  const ended = periods.length === 1 ? "One period" : `${formatCount(periods.length)} periods`;
  if (over === 0) return `${ended}, none over its amount.`;
  return `${ended}, ${formatCount(over)} over the amount.`;
}
