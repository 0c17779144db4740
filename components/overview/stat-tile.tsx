import { ArrowDownIcon, ArrowUpIcon } from "lucide-react";
import { Card } from "@/components/ui/card";
import { cn } from "@/lib/ui/cn";
import { changeShare, formatShare } from "@/lib/ui/format-number";

type StatTileProps = {
  label: string;
  value: string;
  /** The exact value where `value` is shortened. */
  title?: string;
  now: number | null;
  before: number | null;
  /** Whether more is worse, so that the change may be coloured. */
  isMoreWorse?: boolean;
  note?: string;
};

/** One figure with its change against the equally long time before. */
export function StatTile({ label, value, title, now, before, isMoreWorse = false, note }: StatTileProps) {
  const change = now === null || before === null ? null : changeShare(now, before);
  return (
    <Card className="gap-1 px-4 py-3.5">
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className="grid gap-1">
        <span className="truncate text-2xl leading-8 font-semibold tracking-tight tabular-nums" title={title}>
          {value}
        </span>
        <span className="flex min-h-4 items-center gap-1 text-xs text-muted-foreground">
          <Change share={change} isMoreWorse={isMoreWorse} />
          {note && <span className="truncate">{note}</span>}
        </span>
      </dd>
    </Card>
  );
}

function Change({ share, isMoreWorse }: { share: number | null; isMoreWorse: boolean }) {
  if (share === null) return <span>no earlier figure</span>;
  if (Math.abs(share) < 0.0005) return <span>unchanged</span>;
  const isUp = share > 0;
  const Arrow = isUp ? ArrowUpIcon : ArrowDownIcon;
  const tone = isMoreWorse ? (isUp ? "text-danger" : "text-success") : "";
  const size = share > 9.99 ? "×10+" : formatShare(Math.abs(share));
  return (
    <span className={cn("inline-flex items-center gap-0.5 tabular-nums", tone)}>
      <Arrow aria-hidden="true" className="size-3" />
      <span className="sr-only">{isUp ? "up" : "down"}</span>
      {size}
    </span>
  );
}
