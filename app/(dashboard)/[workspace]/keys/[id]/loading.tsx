import { PageHeader } from "@/components/layout/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function KeyLoading() {
  return (
    <>
      <PageHeader title="Key" />
      <div role="status" aria-label="Loading" className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid content-start gap-3">
          <Skeleton className="h-74 rounded-lg" />
          <Skeleton className="h-120 rounded-lg" />
        </div>
        <Skeleton className="h-96 rounded-lg" />
      </div>
    </>
  );
}
