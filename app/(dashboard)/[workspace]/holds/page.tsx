import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { HoldsView } from "@/components/holds/holds-view";
import { withViewer } from "@/lib/server/load";
import { listDrift, listOpenHolds } from "@/lib/server/verbs";

export const metadata: Metadata = { title: "Holds" };

const LIMIT = 100;

export default async function HoldsPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const [holds, drift] = await Promise.all([
    listOpenHolds({ ctx, input: { limit: LIMIT } }),
    listDrift({ ctx, input: { limit: LIMIT } }),
  ]);
  return (
    <HoldsView
      workspace={workspace.slug}
      initial={{
        holds: { data: holds.items, next_cursor: holds.next_cursor },
        drift: { data: drift.items, next_cursor: drift.next_cursor },
      }}
    />
  );
}
