import { useQuery } from "@tanstack/react-query";
import { CircleCheckIcon, RefreshCwIcon, TriangleAlertIcon } from "lucide-react";
import type { Column } from "@/components/data-table/column";
import { DataTable } from "@/components/data-table/data-table";
import { StatusBadge } from "@/components/format/status-badge";
import { heldText } from "@/components/holds/held-text";
import { type DriftPage, driftQuery } from "@/components/holds/holds-query";
import { counterText } from "@/components/metering/subject-labels";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import type { DriftEntry } from "@/lib/services/drift/schema";
import { formatCount } from "@/lib/ui/format-number";
import type { Tone } from "@/lib/ui/request-status";

const STATES: Readonly<Record<DriftEntry["state"], { tone: Tone; label: string }>> = {
  zero: { tone: "success", label: "0" },
  moving: { tone: "neutral", label: "Being written" },
  drift: { tone: "danger", label: "Drift" },
};

const COLUMNS: Column<DriftEntry>[] = [
  {
    id: "rule",
    header: "Counter",
    cell: (entry) => (
      <div className="grid w-40 md:w-auto md:max-w-72">
        <span className="truncate font-medium">{entry.name}</span>
        <span className="truncate text-xs text-muted-foreground">
          {entry.kind === "budget" ? "Budget" : "Limit"} · {counterText(entry.parts)}
        </span>
      </div>
    ),
  },
  { id: "counter", header: "Counter says", align: "end", cell: (entry) => heldText(entry.metric, entry.counter) },
  {
    id: "settled",
    header: "Rows and adjustments",
    align: "end",
    cell: (entry) => heldText(entry.metric, entry.settled),
  },
  { id: "held", header: "Open holds", align: "end", cell: (entry) => heldText(entry.metric, entry.held) },
  {
    id: "drift",
    header: "Difference",
    align: "end",
    cell: (entry) => (
      <span className="inline-flex items-center gap-2">
        {entry.state === "drift" && (
          <span className="font-medium text-danger">{heldText(entry.metric, entry.drift)}</span>
        )}
        <StatusBadge {...STATES[entry.state]} />
      </span>
    ),
  },
];

type DriftTableProps = { workspace: string; ruleId?: string | null; initial?: DriftPage };

/** Every counter against its evidence. All zero is said quietly; anything else is not. */
export function DriftTable({ workspace, ruleId = null, initial }: DriftTableProps) {
  const query = useQuery({ ...driftQuery(workspace, ruleId), ...(initial ? { initialData: initial } : {}) });
  const entries = query.data?.data ?? [];
  const drifting = entries.filter(({ state }) => state === "drift").length;
  return (
    <Card className="overflow-hidden">
      <CardHeader>
        <CardTitle>Drift</CardTitle>
        <CardDescription className="text-xs text-pretty">
          What the counter says, minus what its rows, adjustments and open holds add up to. It is zero unless something
          was lost.
        </CardDescription>
        <CardAction>
          <Button variant="outline" size="sm" disabled={query.isFetching} onClick={() => void query.refetch()}>
            {query.isFetching ? <Spinner /> : <RefreshCwIcon />} Check again
          </Button>
        </CardAction>
      </CardHeader>
      <CardContent className="px-0 pt-3 pb-0">
        {query.isPending && <Skeleton className="m-5 mt-0 h-24" />}
        {query.isError && entries.length === 0 && (
          <p role="alert" className="px-5 pb-5 text-sm">
            {query.error.message}
          </p>
        )}
        {drifting > 0 && <DriftAlert count={drifting} />}
        {query.data && entries.length === 0 && (
          <p className="px-5 pb-5 text-sm text-muted-foreground">There is no active limit or budget to check.</p>
        )}
        {entries.length > 0 && (
          <>
            {drifting === 0 && <AllCalm count={entries.length} isMore={query.data?.next_cursor !== null} />}
            <div className="border-t px-2.5">
              <DataTable caption="Drift by counter" columns={COLUMNS} rows={entries} rowKey={keyOf} />
            </div>
          </>
        )}
      </CardContent>
    </Card>
  );
}

function AllCalm({ count, isMore }: { count: number; isMore: boolean }) {
  return (
    <p className="flex items-center gap-2 px-5 pb-3 text-sm text-muted-foreground">
      <CircleCheckIcon aria-hidden="true" className="size-4 text-success" />
      {isMore
        ? `The newest ${formatCount(count)} counters`
        : count === 1
          ? "The one counter"
          : `All ${formatCount(count)} counters`}{" "}
      {count === 1 ? "agrees" : "agree"} with the evidence.
    </p>
  );
}

function DriftAlert({ count }: { count: number }) {
  return (
    <div className="px-5 pb-3">
      <Alert variant="destructive">
        <TriangleAlertIcon />
        <AlertTitle>
          {count === 1 ? "One counter disagrees" : `${formatCount(count)} counters disagree`} with the evidence
        </AlertTitle>
        <AlertDescription>
          A positive difference counts calls that have no row: look for them under dead records. A negative one has rows
          that the counter forgot. Calls that were in flight when a rule was changed may show here until its period
          ends.
        </AlertDescription>
      </Alert>
    </div>
  );
}

function keyOf(entry: DriftEntry): string {
  return `${entry.rule_id}:${entry.parts.map(({ dimension, value }) => `${dimension}=${value}`).join("&")}`;
}
