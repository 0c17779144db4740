import Link from "next/link";
import type { Column } from "@/components/data-table/column";
import { StatusBadge } from "@/components/format/status-badge";
import { heldText } from "@/components/holds/held-text";
import { counterText } from "@/components/metering/subject-labels";
import type { DriftEntry } from "@/lib/services/drift/schema";
import type { Tone } from "@/lib/ui/request-status";

const STATES: Readonly<Record<DriftEntry["state"], { tone: Tone; label: string }>> = {
  zero: { tone: "success", label: "0" },
  moving: { tone: "neutral", label: "Being written" },
  drift: { tone: "danger", label: "Drift" },
};

/** A counter, what it is made of, and the difference; its rule is a link to where it can be looked at. */
export function driftColumns(workspace: string): Column<DriftEntry>[] {
  return [
    {
      id: "rule",
      header: "Counter",
      cell: (entry) => (
        <div className="grid w-40 md:w-auto md:max-w-72">
          <Link
            href={hrefOf(workspace, entry)}
            className="truncate rounded-sm font-medium outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/50"
          >
            {entry.name}
          </Link>
          <span className="truncate text-xs text-muted-foreground">
            {entry.kind === "budget" ? "Budget" : "Limit"} · {counterText(entry.parts)}
          </span>
        </div>
      ),
    },
    { id: "counter", header: "Counter says", align: "end", cell: (entry) => heldText(entry.metric, entry.counter) },
    {
      id: "settled",
      header: "Rows and adjustments",
      align: "end",
      cell: (entry) => heldText(entry.metric, entry.settled),
    },
    { id: "held", header: "Open holds", align: "end", cell: (entry) => heldText(entry.metric, entry.held) },
    {
      id: "drift",
      header: "Difference",
      align: "end",
      cell: (entry) => (
        <span className="inline-flex items-center gap-2">
          {entry.state === "drift" && (
            <span className="font-medium text-danger">{heldText(entry.metric, entry.drift)}</span>
          )}
          <StatusBadge {...STATES[entry.state]} />
        </span>
      ),
    },
  ];
}

function hrefOf(workspace: string, { kind, rule_id: id }: DriftEntry): string {
  return kind === "budget" ? `/${workspace}/budgets/${id}` : `/${workspace}/limits?limit=${id}`;
}
