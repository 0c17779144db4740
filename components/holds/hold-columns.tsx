import type { Column } from "@/components/data-table/column";
import { CopyButton } from "@/components/format/copy-button";
import { MoneyText } from "@/components/format/money-text";
import { TimeText } from "@/components/format/time-text";
import { heldText } from "@/components/holds/held-text";
import { counterText } from "@/components/metering/subject-labels";
import { Badge } from "@/components/ui/badge";
import type { OpenHold } from "@/lib/services/open-holds/schema";

export function holdColumns(): Column<OpenHold>[] {
  return [
    {
      id: "request",
      header: "Request",
      cell: (hold) => (
        <span className="flex items-center gap-1 font-mono text-xs">
          <span title={hold.request_id}>
            {hold.request_id.slice(0, 8)}…{hold.request_id.slice(-4)}
          </span>
          <CopyButton text={hold.request_id} what="request id" variant="ghost" className="size-6" />
        </span>
      ),
    },
    {
      id: "key",
      header: "Key",
      cell: (hold) => hold.api_key_name ?? hold.api_key_id ?? "—",
      className: "max-w-44 truncate",
    },
    {
      id: "candidate",
      header: "Candidate",
      cell: (hold) => (
        <div className="grid max-w-56" title={hold.candidate}>
          <span className="truncate">{hold.model ?? hold.path ?? "—"}</span>
          <span className="truncate text-xs text-muted-foreground">
            {hold.provider_name ?? "unknown provider"}
            {hold.is_stream && " · stream"}
          </span>
        </div>
      ),
    },
    { id: "money", header: "Money held", align: "end", cell: (hold) => <MoneyText cents={hold.held_cents} /> },
    {
      id: "amounts",
      header: "Of each rule",
      cell: (hold) => <Amounts hold={hold} />,
      className: "whitespace-normal",
    },
    { id: "opened", header: "Opened", cell: (hold) => <TimeText iso={hold.opened_at} /> },
    { id: "lease", header: "Lease ends", cell: (hold) => <TimeText iso={hold.lease_ends_at} /> },
  ];
}

function Amounts({ hold }: { hold: OpenHold }) {
  if (hold.amounts.length === 0) return <span className="text-muted-foreground">none: no rule counts it</span>;
  return (
    <span className="flex min-w-56 flex-wrap gap-1">
      {hold.amounts.map((one) => (
        <Badge
          key={`${one.rule_id}:${one.metric}:${counterText(one.parts)}:${one.period_start_date}`}
          variant="outline"
          className="font-normal"
          title={one.parts.length > 0 ? counterText(one.parts) : undefined}
        >
          <span className="max-w-40 truncate text-muted-foreground">
            {one.rule_name ?? (one.rule_id === hold.api_key_id ? "limit on the key" : "soft amount or plan")}
          </span>
          <span className="tabular-nums">{heldText(one.metric, one.amount)}</span>
        </Badge>
      ))}
    </span>
  );
}
