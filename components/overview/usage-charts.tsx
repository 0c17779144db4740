import { TimeSeriesChart } from "@/components/charts/time-series-chart";
import type { ChartConfig } from "@/components/ui/chart";
import type { UsageOverview, UsageTotals } from "@/lib/services/usage/schema";
import { dollarsForChart, formatMoney } from "@/lib/ui/format-money";
import { formatCompact, formatCount, formatDuration, formatShare } from "@/lib/ui/format-number";
import { RANGE_LABELS, RANGE_MS, type TimeRange } from "@/lib/ui/time-range";

const REQUESTS = {
  success: { label: "Succeeded", color: "var(--chart-1)" },
  limited: { label: "Rate limited", color: "var(--chart-2)" },
  failed: { label: "Refused or failed", color: "var(--chart-3)" },
} satisfies ChartConfig;
const SPEND = { spend: { label: "Spend", color: "var(--chart-5)" } } satisfies ChartConfig;
const TOKENS = {
  input: { label: "Input", color: "var(--chart-1)" },
  output: { label: "Output", color: "var(--chart-4)" },
} satisfies ChartConfig;
const LATENCY = {
  p50: { label: "p50", color: "var(--chart-1)" },
  p95: { label: "p95", color: "var(--chart-2)" },
} satisfies ChartConfig;

function formatDollars(dollars: number): string {
  return formatMoney((dollars * 100).toFixed(7));
}

/** `2.50 s` is `2.5 s`: an axis needs no more digits than tell its lines apart. */
function formatDurationAxis(durationMs: number): string {
  return durationMs < 1000 || durationMs >= 60_000 ? formatDuration(durationMs) : `${durationMs / 1000} s`;
}

function formatDollarsAxis(dollars: number): string {
  if (dollars === 0) return "$0";
  return dollars < 1000 ? formatDollars(dollars) : `$${formatCompact(dollars)}`;
}

/** Calls that got no good answer for another reason than a rate limit: refused by Sluice, or failed upstream. */
function unansweredCount(totals: UsageTotals): number {
  return Math.max(0, totals.request_count - totals.success_count - totals.rate_limited_count);
}

function requestSummary(totals: UsageTotals, within: string): string {
  const { request_count: all, success_count: succeeded, rate_limited_count: limited } = totals;
  if (all === 0) return `No calls in the ${within}.`;
  const rest = [
    limited > 0 ? `${formatCount(limited)} rate limited` : "",
    unansweredCount(totals) > 0 ? `${formatCount(unansweredCount(totals))} refused or failed` : "",
  ].filter(Boolean);
  return `${[`${formatCount(all)} in the ${within}: ${formatShare(succeeded / all)} succeeded`, ...rest].join(", ")}.`;
}

function latencySummary({ latency_p50_ms: p50, latency_p95_ms: p95 }: UsageTotals): string {
  if (p50 === null || p95 === null) return "No call was measured.";
  return `Half of the calls took at most ${formatDuration(p50)}, 95% at most ${formatDuration(p95)}.`;
}

/** The four charts of the overview, over the same buckets. */
export function UsageCharts({ usage, range }: { usage: UsageOverview; range: TimeRange }) {
  const { totals, series } = usage;
  const within = RANGE_LABELS[range];
  const common = { rangeMs: RANGE_MS[range] };
  return (
    <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
      <TimeSeriesChart
        {...common}
        title="Requests"
        summary={requestSummary(totals, within)}
        config={REQUESTS}
        shape="bars"
        points={series.map((point) => ({
          t: point.t,
          values: {
            success: point.success_count,
            limited: point.rate_limited_count,
            failed: unansweredCount(point),
          },
        }))}
        formatValue={formatCount}
        formatAxis={formatCompact}
      />
      <TimeSeriesChart
        {...common}
        title="Spend"
        summary={`${formatMoney(totals.total_cost_cents)} in the ${within}.`}
        config={SPEND}
        shape="bars"
        points={series.map((point) => ({ t: point.t, values: { spend: dollarsForChart(point.total_cost_cents) } }))}
        formatValue={formatDollars}
        formatAxis={formatDollarsAxis}
      />
      <TimeSeriesChart
        {...common}
        title="Tokens"
        summary={`${formatCompact(totals.total_tokens_input)} in and ${formatCompact(totals.total_tokens_output)} out in the ${within}.`}
        config={TOKENS}
        shape="bars"
        points={series.map((point) => ({
          t: point.t,
          values: { input: point.total_tokens_input, output: point.total_tokens_output },
        }))}
        formatValue={formatCount}
        formatAxis={formatCompact}
      />
      <TimeSeriesChart
        {...common}
        title="Latency"
        summary={latencySummary(totals)}
        config={LATENCY}
        shape="lines"
        points={series.map((point) => ({
          t: point.t,
          values: { p50: point.latency_p50_ms, p95: point.latency_p95_ms },
        }))}
        formatValue={formatDuration}
        formatAxis={formatDurationAxis}
      />
    </div>
  );
}
