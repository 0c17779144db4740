import { RadioIcon } from "lucide-react";
import Link from "next/link";
import type { Column } from "@/components/data-table/column";
import { MoneyText } from "@/components/format/money-text";
import { StatusBadge } from "@/components/format/status-badge";
import { TimeText } from "@/components/format/time-text";
import type { LogEntry } from "@/lib/services/logs/schema";
import { formatCompact, formatCount, formatDuration } from "@/lib/ui/format-number";
import { requestStatus, type Tone } from "@/lib/ui/request-status";

function Dim({ text }: { text: string | null }) {
  return text ? <span>{text}</span> : <span className="text-muted-foreground">—</span>;
}

function Tokens({ row }: { row: LogEntry }) {
  if (row.tokens_input === null && row.tokens_output === null) return <Dim text={null} />;
  const input = row.tokens_input ?? 0;
  const output = row.tokens_output ?? 0;
  return (
    <span title={`${formatCount(input)} in, ${formatCount(output)} out`}>
      {formatCompact(input)} <span className="text-muted-foreground">/</span> {formatCompact(output)}
    </span>
  );
}

function ModelCell({ row }: { row: LogEntry }) {
  return (
    <span className="flex max-w-44 items-center gap-1.5">
      <span className="truncate" title={row.model ?? row.path ?? ""}>
        {row.model ?? <span className="font-mono text-xs text-muted-foreground">{row.path ?? "—"}</span>}
      </span>
      {row.is_stream && (
        <span title="Streamed" className="text-muted-foreground">
          <RadioIcon aria-hidden="true" className="size-3" />
          <span className="sr-only">streamed</span>
        </span>
      )}
    </span>
  );
}

/** With the error's code in the place of the general word, where there is one. */
function listedStatus(row: LogEntry): { label: string; tone: Tone } {
  const { label, tone } = requestStatus(row);
  return row.error_code ? { label: `${row.status_code ?? ""} ${row.error_code}`.trim(), tone } : { label, tone };
}

/** The columns of a list of requests; the time links to the request itself, or opens it in place by `onOpen`. */
export function logColumns(
  hrefOf: (requestId: string) => string,
  onOpen?: (requestId: string) => void,
): Column<LogEntry>[] {
  return [
    {
      id: "time",
      header: "Time",
      cell: (row) => (
        <Link
          href={hrefOf(row.request_id)}
          scroll={false}
          onClick={(event) => {
            if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(row.request_id);
          }}
          className="rounded-sm font-medium tabular-nums underline-offset-4 outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/50"
        >
          <TimeText iso={row.created_at} />
        </Link>
      ),
    },
    {
      id: "status",
      header: "Status",
      cell: (row) => (
        <span className="flex items-center gap-1.5">
          <StatusBadge {...listedStatus(row)} />
          {row.repeat_count > 1 && (
            <span className="text-xs text-muted-foreground">×{formatCount(row.repeat_count)}</span>
          )}
        </span>
      ),
    },
    { id: "model", header: "Model", cell: (row) => <ModelCell row={row} /> },
    { id: "key", header: "Key", cell: (row) => <Dim text={row.api_key_name} />, className: "max-w-36 truncate" },
    {
      id: "provider",
      header: "Provider",
      cell: (row) => <Dim text={row.provider_name} />,
      className: "max-w-32 truncate",
    },
    { id: "tokens", header: "Tokens in / out", align: "end", cell: (row) => <Tokens row={row} /> },
    { id: "cost", header: "Cost", align: "end", cell: (row) => <MoneyText cents={row.cost_cents} /> },
    { id: "latency", header: "Latency", align: "end", cell: (row) => formatDuration(row.latency_ms) },
    { id: "ttfb", header: "First byte", align: "end", cell: (row) => formatDuration(row.time_to_first_byte_ms) },
    { id: "overhead", header: "Overhead", align: "end", cell: (row) => formatDuration(row.overhead_ms) },
  ];
}
