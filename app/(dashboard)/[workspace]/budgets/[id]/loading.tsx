import { PageHeader } from "@/components/layout/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function BudgetLoading() {
  return (
    <>
      <PageHeader title="Budget" />
      <div role="status" aria-label="Loading" className="grid gap-3">
        <Skeleton className="h-44 rounded-lg" />
        <div className="grid gap-3 lg:grid-cols-2">
          <Skeleton className="h-74 rounded-lg" />
          <Skeleton className="h-74 rounded-lg" />
        </div>
      </div>
    </>
  );
}
