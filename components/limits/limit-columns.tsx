import type { ReactNode } from "react";
import type { Column } from "@/components/data-table/column";
import { TimeText } from "@/components/format/time-text";
import { limitUnit } from "@/components/limits/limit-sentence";
import { RuleKindBadge } from "@/components/metering/rule-kind-badge";
import { SubjectLabels } from "@/components/metering/subject-labels";
import { UsageMeter } from "@/components/metering/usage-meter";
import type { RateLimit } from "@/lib/services/rate-limits/schema";
import { formatCompact, formatCount, formatShare } from "@/lib/ui/format-number";
import type { Tone } from "@/lib/ui/request-status";
import { lengthWords, windowWords } from "@/lib/ui/window-words";

const STRATEGIES: Readonly<Record<RateLimit["strategy"], string>> = {
  FIXED_WINDOW: "fixed",
  SLIDING_WINDOW: "sliding",
  TOKEN_BUCKET: "token bucket",
  LEAKY_BUCKET: "leaky bucket",
};
const NEAR = 0.8;

/** What is taken of a limit, as a share; null while the ledger does not answer. */
export function takenShare({ used, held, capacity }: RateLimit): number | null {
  if (used === null || held === null) return null;
  return capacity > 0 ? (used + held) / capacity : 1;
}

export function limitTone(limit: RateLimit): Tone {
  const share = takenShare(limit);
  if (!limit.is_active || share === null) return "neutral";
  if (share >= 1) return limit.enforcement === "shadow" ? "info" : "danger";
  return share >= NEAR ? "warning" : "success";
}

/** `60 requests / minute, sliding`. */
export function limitText(limit: RateLimit): string {
  const { metric, requests } = limit;
  const what = `${formatCompact(requests)} ${metric === "concurrency" ? "at a time" : limitUnit(metric, requests)}`;
  if (metric === "concurrency") return what;
  if (limit.refill_rate !== null) return `${what}, refilled ${limit.refill_rate}/s`;
  return `${what} / ${windowWords(limit)}`;
}

function LimitStatus({ limit }: { limit: RateLimit }) {
  if (!limit.is_active) return <RuleKindBadge kind="off" />;
  if (limit.enforcement === "shadow") return <RuleKindBadge kind="shadow" />;
  return <RuleKindBadge kind={(takenShare(limit) ?? 0) >= 1 ? "full" : "enforced"} />;
}

function Usage({ limit }: { limit: RateLimit }) {
  const { used, held, capacity, counters_total: counters, per } = limit;
  const share = takenShare(limit);
  if (used === null || held === null || share === null)
    return <span className="text-muted-foreground">not known now</span>;
  const taken = `${formatCount(used)}${held > 0 ? ` + ${formatCount(held)} held` : ""}`;
  const label = `${taken} of ${formatCount(capacity)} ${limitUnit(limit.metric, capacity)}`;
  return (
    <div className="grid w-36 gap-1.5 md:w-44">
      <span className="flex items-baseline justify-between gap-2 tabular-nums">
        <span>
          {taken}
          <span className="text-muted-foreground"> / {formatCompact(capacity)}</span>
        </span>
        <span className="text-xs text-muted-foreground">{formatShare(share)}</span>
      </span>
      <UsageMeter
        used={capacity > 0 ? used / capacity : 1}
        held={capacity > 0 ? held / capacity : 0}
        label={label}
        tone={limitTone(limit)}
      />
      {per.length > 0 && (
        <span className="text-xs text-muted-foreground">
          {counters === 0 ? "no counter in use" : `fullest of ${formatCount(counters)}`}
        </span>
      )}
    </div>
  );
}

export function limitColumns(
  open: (limit: RateLimit) => ReactNode,
  menu: (limit: RateLimit) => ReactNode,
): Column<RateLimit>[] {
  return [
    {
      id: "name",
      header: "Limit",
      sortValue: (limit) => limit.name,
      cell: (limit) => (
        <div className="grid w-40 gap-1 py-0.5 md:w-auto md:max-w-96">
          {open(limit)}
          <SubjectLabels subjects={limit.applies_to} per={limit.per} />
        </div>
      ),
    },
    {
      id: "usage",
      header: "Used now",
      sortValue: takenShare,
      cell: (limit) => <Usage limit={limit} />,
    },
    {
      id: "left",
      header: "Left",
      align: "end",
      sortValue: (limit) => limit.remaining,
      cell: (limit) => (limit.remaining === null ? "—" : formatCompact(limit.remaining)),
    },
    {
      id: "limit",
      header: "Allows",
      sortValue: (limit) => limit.requests,
      cell: (limit) => (
        <div className="grid">
          <span className="tabular-nums">{limitText(limit)}</span>
          <span className="text-xs text-muted-foreground">
            {limit.metric === "concurrency" ? "released as calls end" : STRATEGIES[limit.strategy]}
            {limit.max_wait_ms ? `, waits up to ${lengthWords(limit.max_wait_ms)}` : ""}
          </span>
        </div>
      ),
    },
    {
      id: "resets",
      header: "Resets",
      sortValue: (limit) => limit.resets_at,
      cell: (limit) => (limit.resets_at ? <TimeText iso={limit.resets_at} style="relative" /> : "—"),
    },
    {
      id: "status",
      header: "Status",
      sortValue: (limit) => (limit.is_active ? limit.enforcement : "off"),
      cell: (limit) => <LimitStatus limit={limit} />,
    },
    { id: "menu", header: <span className="sr-only">Actions</span>, align: "end", cell: menu, className: "w-10" },
  ];
}
