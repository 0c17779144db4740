import { useQuery } from "@tanstack/react-query";
import { CircleCheckIcon, RefreshCwIcon, TriangleAlertIcon } from "lucide-react";
import { DataTable } from "@/components/data-table/data-table";
import { driftColumns } from "@/components/holds/drift-columns";
import { driftQuery } from "@/components/holds/holds-query";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import type { DriftEntry } from "@/lib/services/drift/schema";
import { formatCount } from "@/lib/ui/format-number";

type DriftTableProps = { workspace: string; ruleId?: string | null };

/** Every counter against its evidence. All zero is said quietly; anything else is not. */
export function DriftTable({ workspace, ruleId = null }: DriftTableProps) {
  const query = useQuery(driftQuery(workspace, ruleId));
  const entries = query.data?.data ?? [];
  const countOf = (state: DriftEntry["state"]) => entries.filter((entry) => entry.state === state).length;
  const drifting = countOf("drift");
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
            {drifting === 0 && (
              <AllCalm count={entries.length} moving={countOf("moving")} isMore={query.data?.next_cursor !== null} />
            )}
            <div className="border-t px-2.5">
              <DataTable caption="Drift by counter" columns={driftColumns(workspace)} rows={entries} rowKey={keyOf} />
            </div>
          </>
        )}
      </CardContent>
    </Card>
  );
}

type CalmProps = { count: number; moving: number; isMore: boolean };

function AllCalm({ count, moving, isMore }: CalmProps) {
  const which = isMore ? `The newest ${formatCount(count)} counters` : `All ${formatCount(count)} counters`;
  return (
    <p className="flex items-center gap-2 px-5 pb-3 text-sm text-muted-foreground">
      <CircleCheckIcon aria-hidden="true" className="size-4 shrink-0 text-success" />
      {count === 1 && moving === 0
        ? "The one counter agrees with the evidence."
        : moving === 0
          ? `${which} agree with the evidence.`
          : `${formatCount(count - moving)} agree with the evidence, ${formatCount(moving)} have calls on their way to the database.`}
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
