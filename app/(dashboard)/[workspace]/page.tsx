import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { overviewSearchParams } from "@/components/overview/overview-search-params";
import { OverviewView } from "@/components/overview/overview-view";
import { withViewer } from "@/lib/server/load";
import { getUsageOverview, listLogs } from "@/lib/server/verbs";
import { loadCallTarget } from "./call-target";
import { readWorkspaceSlug, type WorkspaceRoute } from "./route-params";

export const metadata: Metadata = { title: "Overview" };

const LATEST = 8;
const loadSearch = createLoader(overviewSearchParams);

type OverviewPageProps = WorkspaceRoute & { searchParams: Promise<SearchParams> };

export default async function OverviewPage({ params, searchParams }: OverviewPageProps) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const { range } = await loadSearch(searchParams);
  const [usage, latest, target] = await Promise.all([
    getUsageOverview({ ctx, input: { range } }),
    listLogs({ ctx, input: { limit: LATEST } }),
    loadCallTarget(ctx),
  ]);
  return <OverviewView workspace={workspace.slug} initial={{ range, usage, latest: latest.items }} target={target} />;
}
