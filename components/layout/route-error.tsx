import { TriangleAlertIcon } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";

export type RouteErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** What a route shows when its loader failed. The cause stays in the server's log, found by the reference. */
export function RouteError({ error, reset, what }: RouteErrorProps & { what: string }) {
  return (
    <Empty role="alert" className="border bg-card">
      <EmptyHeader>
        <EmptyMedia className="bg-danger/10 text-danger">
          <TriangleAlertIcon aria-hidden="true" />
        </EmptyMedia>
        <EmptyTitle>{what} could not be loaded</EmptyTitle>
        <EmptyDescription>
          Calls through the gateway are not affected by this page. Try again in a moment.
          {error.digest && <span className="mt-1 block font-mono text-xs">Reference {error.digest}</span>}
        </EmptyDescription>
      </EmptyHeader>
      <EmptyContent>
        <Button variant="outline" onClick={reset}>
          Try again
        </Button>
      </EmptyContent>
    </Empty>
  );
}
