import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { PageHeader } from "@/components/layout/page-header";

export default function BudgetsLoading() {
  return (
    <>
      <PageHeader title="Budgets" />
      <TableSkeleton />
    </>
  );
}
