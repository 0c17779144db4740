import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { HoldsView } from "@/components/holds/holds-view";
import { withViewer } from "@/lib/server/load";
import { listOpenHolds } from "@/lib/server/verbs";

export const metadata: Metadata = { title: "Holds" };

const LIMIT = 100;

export default async function HoldsPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const { items, next_cursor } = await listOpenHolds({ ctx, input: { limit: LIMIT } });
  return <HoldsView workspace={workspace.slug} initial={{ data: items, next_cursor }} />;
}
