import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { PageHeader } from "@/components/layout/page-header";

export default function HoldsLoading() {
  return (
    <>
      <PageHeader title="Holds" />
      <TableSkeleton />
    </>
  );
}
