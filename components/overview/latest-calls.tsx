import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DataTable } from "@/components/data-table/data-table";
import { logColumns } from "@/components/logs/log-columns";
import { latestLogsQuery } from "@/components/logs/logs-query";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { LogEntry } from "@/lib/services/logs/schema";

const SHOWN = new Set(["time", "status", "model", "key", "tokens", "cost", "latency"]);

export function LatestCalls({ workspace, initial }: { workspace: string; initial: LogEntry[] }) {
  const { data } = useQuery({ ...latestLogsQuery(workspace), initialData: initial });
  const columns = logColumns((requestId) => `/${workspace}/logs?request=${encodeURIComponent(requestId)}`);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Latest calls</CardTitle>
        <CardAction>
          <Button asChild variant="ghost" size="sm" className="-my-1">
            <Link href={`/${workspace}/logs`}>All logs</Link>
          </Button>
        </CardAction>
      </CardHeader>
      <CardContent className="px-2.5 pt-2 pb-1">
        {data.length === 0 ? (
          <p className="px-3 py-6 text-center text-sm text-muted-foreground">No calls in the last 24 hours.</p>
        ) : (
          <DataTable
            caption="Latest calls"
            columns={columns.filter(({ id }) => SHOWN.has(id))}
            rows={data}
            rowKey={(row) => row.request_id}
          />
        )}
      </CardContent>
    </Card>
  );
}
