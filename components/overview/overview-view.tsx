"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import { type CallTarget, FirstCall } from "@/components/overview/first-call";
import { LatestCalls } from "@/components/overview/latest-calls";
import { overviewSearchParams } from "@/components/overview/overview-search-params";
import { RangeSwitch } from "@/components/overview/range-switch";
import { StatTiles } from "@/components/overview/stat-tiles";
import { TopList } from "@/components/overview/top-list";
import { UsageCharts } from "@/components/overview/usage-charts";
import { usageQuery } from "@/components/overview/usage-query";
import type { LogEntry } from "@/lib/services/logs/schema";
import type { UsageOverview } from "@/lib/services/usage/schema";
import type { TimeRange } from "@/lib/ui/time-range";

type OverviewViewProps = {
  workspace: string;
  initial: { range: TimeRange; usage: UsageOverview; latest: LogEntry[] };
  target: CallTarget;
};

export function OverviewView({ workspace, initial, target }: OverviewViewProps) {
  const [range, setRange] = useQueryState("range", overviewSearchParams.range);
  const { data: usage = initial.usage, error } = useQuery({
    ...usageQuery(workspace, range),
    ...(range === initial.range ? { initialData: initial.usage } : { placeholderData: keepPreviousData }),
  });
  const counted = usage.totals.request_count + usage.previous.request_count;
  const isUnused = !target.hasCalls && counted === 0 && initial.latest.length === 0;
  return (
    <>
      <PageHeader title="Overview">
        <StaleNotice error={error} />
        <RangeSwitch value={range} onChange={(next) => void setRange(next)} />
      </PageHeader>
      {isUnused ? (
        <FirstCall workspace={workspace} target={target} />
      ) : (
        <UsageBoard workspace={workspace} usage={usage} range={range} latest={initial.latest} />
      )}
    </>
  );
}

type UsageBoardProps = { workspace: string; usage: UsageOverview; range: TimeRange; latest: LogEntry[] };

function UsageBoard({ workspace, usage, range, latest }: UsageBoardProps) {
  const logs = `/${workspace}/logs`;
  return (
    <div className="grid grid-cols-1 gap-3">
      <StatTiles usage={usage} />
      <UsageCharts usage={usage} range={range} />
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
        <TopList
          title="Top models"
          rows={usage.top_models.map((row) => ({
            id: row.model,
            label: row.model === "" ? "no model" : row.model,
            requests: row.request_count,
            tokens: row.total_tokens,
            costCents: row.total_cost_cents,
            href: `${logs}?range=${range}&model=${encodeURIComponent(row.model)}`,
          }))}
        />
        <TopList
          title="Top keys"
          rows={usage.top_keys.map((row) => ({
            id: row.api_key_id,
            label: row.name ?? row.api_key_id,
            requests: row.request_count,
            tokens: row.total_tokens,
            costCents: row.total_cost_cents,
            href: `${logs}?range=${range}&key=${row.api_key_id}`,
          }))}
        />
      </div>
      <LatestCalls workspace={workspace} initial={latest} />
    </div>
  );
}
