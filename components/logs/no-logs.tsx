import { ScrollTextIcon } from "lucide-react";
import type { LogFilters } from "@/components/logs/log-search-params";
import { type CallTarget, FirstCall } from "@/components/overview/first-call";
import { Button } from "@/components/ui/button";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";
import { RANGE_LABELS, TIME_RANGES } from "@/lib/ui/time-range";

const NO_FILTERS = { status: null, model: null, key: null, provider: null, q: "" };
const LONGEST = TIME_RANGES[TIME_RANGES.length - 1] ?? "30d";

type NoLogsProps = {
  workspace: string;
  filters: LogFilters;
  target: CallTarget;
  onChange: (change: Partial<LogFilters>) => void;
};

/** Why the list is empty and what to do: the first call, other filters, or a longer range. */
export function NoLogs({ workspace, filters: { range, ...rest }, target, onChange }: NoLogsProps) {
  const isFiltered = Object.values(rest).some(Boolean);
  const isLongest = range === LONGEST;
  if (!isFiltered && !target.hasCalls) return <FirstCall workspace={workspace} target={target} />;
  return (
    <Empty className="border border-dashed bg-card">
      <EmptyHeader>
        <EmptyMedia>
          <ScrollTextIcon aria-hidden="true" />
        </EmptyMedia>
        <EmptyTitle>{isFiltered ? "No call matches" : `No calls in the ${RANGE_LABELS[range]}`}</EmptyTitle>
        <EmptyDescription>
          {isFiltered
            ? `Nothing in the ${RANGE_LABELS[range]} fits these filters.`
            : "This workspace has had calls, but none that recently."}
        </EmptyDescription>
      </EmptyHeader>
      <EmptyContent className="flex-row justify-center">
        {isFiltered && (
          <Button variant="outline" size="sm" onClick={() => onChange(NO_FILTERS)}>
            Clear filters
          </Button>
        )}
        {!isLongest && (
          <Button variant="outline" size="sm" onClick={() => onChange({ range: LONGEST })}>
            Show the {RANGE_LABELS[LONGEST]}
          </Button>
        )}
      </EmptyContent>
    </Empty>
  );
}
