import { useQuery } from "@tanstack/react-query";
import { TimeSeriesChart } from "@/components/charts/time-series-chart";
import { keyUsageQuery } from "@/components/key-detail/key-detail-query";
import { KEY_RANGES, type KeyRange } from "@/components/key-detail/question";
import { StaleNotice } from "@/components/layout/stale-notice";
import type { ChartConfig } from "@/components/ui/chart";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import type { KeyUsage } from "@/lib/services/key-usage/schema";
import { formatMoney } from "@/lib/ui/format-money";
import { formatCompact, formatCount } from "@/lib/ui/format-number";
import { RANGE_LABELS, RANGE_MS } from "@/lib/ui/time-range";

const CALLS = {
  success: { label: "Succeeded", color: "var(--chart-1)" },
  limited: { label: "Rate limited", color: "var(--chart-2)" },
  failed: { label: "Refused or failed", color: "var(--chart-3)" },
} satisfies ChartConfig;

type KeyUsageCardProps = {
  workspace: string;
  id: string;
  range: KeyRange;
  initial: { range: KeyRange; usage: KeyUsage };
  onRange: (range: KeyRange) => void;
};

export function KeyUsageCard({ workspace, id, range, initial, onRange }: KeyUsageCardProps) {
  const { data, error } = useQuery({
    ...keyUsageQuery(workspace, id, range),
    ...(range === initial.range ? { initialData: { data: initial.usage } } : {}),
  });
  const usage = data?.data ?? initial.usage;
  return (
    <div className="relative">
      <div className="absolute top-3 right-3 z-10 flex items-center gap-2">
        <StaleNotice error={error} />
        <ToggleGroup
          type="single"
          value={range}
          aria-label="Range"
          onValueChange={(next) => onRange(KEY_RANGES.find((one) => one === next) ?? range)}
        >
          {KEY_RANGES.map((one) => (
            <ToggleGroupItem key={one} value={one}>
              {one}
            </ToggleGroupItem>
          ))}
        </ToggleGroup>
      </div>
      <TimeSeriesChart
        title="Calls"
        summary={summaryOf(usage, RANGE_LABELS[range])}
        config={CALLS}
        shape="bars"
        rangeMs={RANGE_MS[range]}
        points={usage.series.map((point) => ({ t: point.t, values: valuesOf(point) }))}
        formatValue={formatCount}
        formatAxis={formatCompact}
      />
    </div>
  );
}

function valuesOf({ request_count, error_count, rate_limited_count }: KeyUsage["totals"]) {
  const success = Math.max(0, request_count - error_count);
  const limited = Math.min(rate_limited_count, request_count);
  return { success, limited, failed: Math.max(0, request_count - success - limited) };
}

function summaryOf({ totals }: KeyUsage, within: string): string {
  if (totals.request_count === 0) return `No calls in the ${within}.`;
  return `${formatCount(totals.request_count)} calls, ${formatMoney(totals.total_cost_cents)}, ${formatCompact(totals.total_tokens)} tokens in the ${within}.`;
}
