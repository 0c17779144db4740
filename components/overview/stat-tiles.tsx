import { StatTile } from "@/components/overview/stat-tile";
import type { UsageOverview, UsageTotals } from "@/lib/services/usage/schema";
import { dollarsForChart, formatMoney, formatMoneyExact } from "@/lib/ui/format-money";
import { formatCompact, formatCount, formatDuration, formatShare } from "@/lib/ui/format-number";

function tokensOf(totals: UsageTotals): number {
  return totals.total_tokens_input + totals.total_tokens_output;
}

function errorShareOf(totals: UsageTotals): number {
  return totals.request_count === 0 ? 0 : totals.error_count / totals.request_count;
}

export function StatTiles({ usage: { totals, previous } }: { usage: UsageOverview }) {
  const hasCalls = totals.request_count > 0;
  return (
    <dl className="grid grid-cols-2 gap-3 max-lg:*:last:col-span-2 lg:grid-cols-5">
      <StatTile
        label="Requests"
        value={formatCompact(totals.request_count)}
        title={formatCount(totals.request_count)}
        now={totals.request_count}
        before={previous.request_count}
      />
      <StatTile
        label="Spend"
        value={formatMoney(totals.total_cost_cents)}
        title={formatMoneyExact(totals.total_cost_cents)}
        now={dollarsForChart(totals.total_cost_cents)}
        before={dollarsForChart(previous.total_cost_cents)}
      />
      <StatTile
        label="Tokens"
        value={formatCompact(tokensOf(totals))}
        title={formatCount(tokensOf(totals))}
        now={tokensOf(totals)}
        before={tokensOf(previous)}
      />
      <StatTile
        label="Error rate"
        value={hasCalls ? formatShare(errorShareOf(totals)) : "—"}
        now={hasCalls ? errorShareOf(totals) : null}
        before={errorShareOf(previous)}
        isMoreWorse
        note="refusals included"
      />
      <StatTile
        label="Latency p95"
        value={formatDuration(totals.latency_p95_ms)}
        now={totals.latency_p95_ms}
        before={previous.latency_p95_ms}
        isMoreWorse
      />
    </dl>
  );
}
