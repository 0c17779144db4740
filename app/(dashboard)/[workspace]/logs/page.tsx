import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { loadCallTarget } from "@/app/(dashboard)/[workspace]/call-target";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { logSearchParams, toListFilters } from "@/components/logs/log-search-params";
import { LogsView } from "@/components/logs/logs-view";
import { withViewer } from "@/lib/server/load";
import { getUsageOverview, listApiKeys, listLogs, listProviders } from "@/lib/server/verbs";

export const metadata: Metadata = { title: "Logs" };

const loadSearch = createLoader(logSearchParams);

type LogsPageProps = WorkspaceRoute & { searchParams: Promise<SearchParams> };

export default async function LogsPage({ params, searchParams }: LogsPageProps) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const { live: _live, request: _request, ...filters } = await loadSearch(searchParams);
  const [page, keys, providers, usage, target] = await Promise.all([
    listLogs({ ctx, input: toListFilters(filters, ctx.clock.nowMs()) }),
    listApiKeys({ ctx, input: { limit: 200 } }),
    listProviders({ ctx, input: { limit: 200 } }),
    getUsageOverview({ ctx, input: { range: "30d" } }),
    loadCallTarget(ctx),
  ]);
  const options = {
    keys: keys.items.map(({ id, name }) => ({ value: id, label: name })),
    providers: providers.items.map(({ id, name }) => ({ value: id, label: name })),
    models: usage.top_models.filter(({ model }) => model !== "").map(({ model }) => ({ value: model, label: model })),
  };
  const initial = { filters, page: { data: page.items, next_cursor: page.next_cursor } };
  const hasCalls = target.hasCalls || usage.totals.request_count + usage.previous.request_count > 0;
  return <LogsView workspace={workspace.slug} initial={initial} options={options} target={{ ...target, hasCalls }} />;
}
