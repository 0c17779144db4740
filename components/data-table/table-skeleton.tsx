import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** Stands where a table will be. */
export function TableSkeleton() {
  return (
    <Card role="status" aria-label="Loading" className="gap-3 p-4">
      <Skeleton className="h-4 w-1/3" />
      {ROWS.map((row) => (
        <Skeleton key={row} className="h-7 w-full" />
      ))}
    </Card>
  );
}
