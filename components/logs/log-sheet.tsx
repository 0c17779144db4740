import { useQuery } from "@tanstack/react-query";
import { CopyButton } from "@/components/format/copy-button";
import { StatusBadge } from "@/components/format/status-badge";
import { TimeText } from "@/components/format/time-text";
import { LogFacts } from "@/components/logs/log-facts";
import { logQuery } from "@/components/logs/logs-query";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Sheet, SheetContent, SheetDescription, SheetHeader, SheetTitle } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { requestStatus } from "@/lib/ui/request-status";

type LogSheetProps = { workspace: string; requestId: string; onClose: () => void };

/** Everything that is known of one request. */
export function LogSheet({ workspace, requestId, onClose }: LogSheetProps) {
  const { data, error } = useQuery(logQuery(workspace, requestId));
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent>
        <SheetHeader>
          <SheetTitle className="flex flex-wrap items-center gap-2">
            {data ? (
              <>
                <span className="min-w-0 truncate font-mono text-sm">
                  {data.method} {data.path}
                </span>
                <StatusBadge {...requestStatus(data)} />
              </>
            ) : (
              "Request"
            )}
          </SheetTitle>
          <SheetDescription asChild>
            <div className="flex items-center gap-2">
              <span className="min-w-0 truncate font-mono text-xs">{requestId}</span>
              <CopyButton text={requestId} what="request id" variant="ghost" className="size-6" />
              {data && <TimeText iso={data.created_at} className="ml-auto shrink-0 text-xs" />}
            </div>
          </SheetDescription>
        </SheetHeader>
        <section
          aria-label="Details"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="min-h-0 flex-1 overflow-y-auto p-5 outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50 focus-visible:ring-inset"
        >
          {data && <LogFacts log={data} />}
          {!data && error && (
            <Alert variant="destructive">
              <AlertDescription>{error.message}</AlertDescription>
            </Alert>
          )}
          {!data && !error && <SheetSkeleton />}
        </section>
      </SheetContent>
    </Sheet>
  );
}

function SheetSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-3">
      <Skeleton className="h-16" />
      <Skeleton className="h-32" />
      <Skeleton className="h-40" />
    </div>
  );
}
