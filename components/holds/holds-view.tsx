"use client";

import { useQuery } from "@tanstack/react-query";
import { DriftTable } from "@/components/holds/drift-table";
import { type HoldsPage, openHoldsQuery } from "@/components/holds/holds-query";
import { HoldsTable } from "@/components/holds/holds-table";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";

type HoldsViewProps = { workspace: string; initial: HoldsPage };

export function HoldsView({ workspace, initial }: HoldsViewProps) {
  const { data, error } = useQuery({ ...openHoldsQuery(workspace), initialData: initial });
  return (
    <>
      <PageHeader
        title="Holds"
        description="What calls in flight have reserved, and whether every counter agrees with what was written."
      >
        <StaleNotice error={error} />
      </PageHeader>
      <div className="grid grid-cols-1 gap-3">
        <HoldsTable
          page={data}
          description="Made before a call is sent, replaced by the truth when it ends. One whose process died is settled when its lease ends."
        />
        <DriftTable workspace={workspace} />
      </div>
    </>
  );
}
