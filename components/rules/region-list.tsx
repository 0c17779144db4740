import { PencilIcon, PlusIcon, Trash2Icon } from "lucide-react";
import type { RuleDialog } from "@/components/rules/rules-view";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { GeoRegion } from "@/lib/services/geo-regions/schema";
import { countryName } from "@/lib/ui/countries";

type RegionListProps = {
  regions: readonly GeoRegion[];
  canWrite: boolean;
  onOpen: (dialog: RuleDialog) => void;
};

/** Named buckets of countries: those that everybody has, and the workspace's own. */
export function RegionList({ regions, canWrite, onOpen }: RegionListProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Regions</CardTitle>
        <CardDescription>
          A rule that names a region stands for its countries, as they are at each call.
        </CardDescription>
        {canWrite && (
          <CardAction>
            <Button variant="outline" size="sm" onClick={() => onOpen({ kind: "region", region: null })}>
              <PlusIcon /> Add region
            </Button>
          </CardAction>
        )}
      </CardHeader>
      <ul className="mt-3 divide-y border-t">
        {regions.map((region) => (
          <li key={region.id} className="flex min-h-12 items-center gap-3 px-5 py-2 text-sm">
            <div className="grid min-w-0 flex-1 gap-0.5">
              <span className="flex min-w-0 items-center gap-2">
                <span className="truncate">{region.name}</span>
                <span className="font-mono text-xs text-muted-foreground">{region.code}</span>
                {region.is_shared && <Badge>Built in</Badge>}
              </span>
              <span
                className="truncate text-xs text-muted-foreground"
                title={region.countries.map(countryName).join(", ")}
              >
                {region.countries.length} · {region.countries.join(" ")}
              </span>
            </div>
            {canWrite && !region.is_shared && (
              <span className="flex shrink-0">
                <Button variant="ghost" size="icon-sm" onClick={() => onOpen({ kind: "region", region })}>
                  <PencilIcon />
                  <span className="sr-only">Edit region {region.code}</span>
                </Button>
                <Button variant="ghost" size="icon-sm" onClick={() => onOpen({ kind: "delete-region", region })}>
                  <Trash2Icon />
                  <span className="sr-only">Delete region {region.code}</span>
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
