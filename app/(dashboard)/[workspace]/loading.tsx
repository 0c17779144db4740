import { PageHeader } from "@/components/layout/page-header";
import { Skeleton } from "@/components/ui/skeleton";

const TILES = ["requests", "spend", "tokens", "errors", "latency"];
const CHARTS = ["requests", "spend", "tokens", "latency"];

export default function OverviewLoading() {
  return (
    <>
      <PageHeader title="Overview" />
      <div role="status" aria-label="Loading" className="grid gap-3">
        <div className="grid grid-cols-2 gap-3 max-lg:*:last:col-span-2 lg:grid-cols-5">
          {TILES.map((tile) => (
            <Skeleton key={tile} className="h-25 rounded-lg" />
          ))}
        </div>
        <div className="grid gap-3 lg:grid-cols-2">
          {CHARTS.map((chart) => (
            <Skeleton key={chart} className="h-74 rounded-lg" />
          ))}
        </div>
      </div>
    </>
  );
}
