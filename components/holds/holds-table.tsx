import { DataTable } from "@/components/data-table/data-table";
import { holdColumns } from "@/components/holds/hold-columns";
import type { HoldsPage } from "@/components/holds/holds-query";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { formatCount } from "@/lib/ui/format-number";

const COLUMNS = holdColumns();

/** What requests in flight hold right now. */
export function HoldsTable({ page, description }: { page: HoldsPage; description: string }) {
  const { data: holds, next_cursor: next } = page;
  return (
    <Card className="overflow-hidden">
      <CardHeader>
        <CardTitle>
          Open holds{" "}
          <span className="ml-1 font-normal text-muted-foreground tabular-nums">{countText(holds.length, next)}</span>
        </CardTitle>
        <CardDescription className="text-xs text-pretty">{description}</CardDescription>
      </CardHeader>
      <CardContent className="px-0 pt-3 pb-0">
        {holds.length === 0 ? (
          <p className="px-5 pb-5 text-sm text-muted-foreground">No call is in flight right now.</p>
        ) : (
          <div className="border-t px-2.5">
            <DataTable caption="Open holds" columns={COLUMNS} rows={holds} rowKey={(hold) => hold.request_id} />
          </div>
        )}
      </CardContent>
    </Card>
  );
}

function countText(count: number, next: string | null): string {
  return next === null ? formatCount(count) : `the oldest ${formatCount(count)}`;
}
