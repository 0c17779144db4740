"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { createSerializer, useQueryStates } from "nuqs";
import { useCallback, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import { LiveToggle } from "@/components/logs/live-toggle";
import { logColumns } from "@/components/logs/log-columns";
import { type LogFilterOptions, LogFiltersBar } from "@/components/logs/log-filters";
import { type LogFilters, logSearchParams } from "@/components/logs/log-search-params";
import { LogSheet } from "@/components/logs/log-sheet";
import { type LogPage, logsQuery } from "@/components/logs/logs-query";
import { NoLogs } from "@/components/logs/no-logs";
import type { CallTarget } from "@/components/overview/first-call";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";

type LogsViewProps = {
  workspace: string;
  initial: { filters: LogFilters; page: LogPage };
  options: LogFilterOptions;
  target: CallTarget;
};

const serialize = createSerializer(logSearchParams);

export function LogsView({ workspace, initial, options, target }: LogsViewProps) {
  const [{ live, request, ...filters }, setState] = useQueryStates(logSearchParams);
  const [firstFilters] = useState(() => JSON.stringify(initial.filters));
  const isFirst = JSON.stringify(filters) === firstFilters;
  const query = useInfiniteQuery({
    ...logsQuery(workspace, filters, live),
    ...(isFirst ? { initialData: { pages: [initial.page], pageParams: [null] } } : {}),
  });
  const change = useCallback((next: Partial<LogFilters>) => void setState(next), [setState]);
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const columns = logColumns(
    (requestId) => serialize(`/${workspace}/logs`, { ...filters, live, request: requestId }),
    (requestId) => void setState({ request: requestId }),
  );
  return (
    <>
      <PageHeader title="Logs" description="Every call, whether it was forwarded or refused.">
        <StaleNotice error={query.data ? query.error : null} />
        <LiveToggle isLive={live} onChange={(next) => void setState({ live: next })} />
      </PageHeader>
      <div className="grid grid-cols-1 gap-3">
        <LogFiltersBar filters={filters} options={options} onChange={change} />
        {query.isPending && <TableSkeleton />}
        {query.isError && !query.data && (
          <LoadFailure message={query.error.message} retry={() => void query.refetch()} />
        )}
        {query.data && rows.length === 0 && (
          <NoLogs workspace={workspace} filters={filters} target={target} onChange={change} />
        )}
        {rows.length > 0 && (
          <Card className="overflow-hidden">
            <DataTable
              caption="Requests, newest first"
              columns={columns}
              rows={rows}
              rowKey={(row) => row.request_id}
              selectedKey={request}
            />
          </Card>
        )}
        {query.hasNextPage && (
          <Button
            variant="outline"
            className="justify-self-center"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage && <Spinner />} Load more
          </Button>
        )}
      </div>
      {request && (
        <LogSheet workspace={workspace} requestId={request} onClose={() => void setState({ request: null })} />
      )}
    </>
  );
}

function LoadFailure({ message, retry }: { message: string; retry: () => void }) {
  return (
    <Card role="alert" className="items-center gap-3 p-8 text-sm">
      <p>{message}</p>
      <Button variant="outline" size="sm" onClick={retry}>
        Try again
      </Button>
    </Card>
  );
}
