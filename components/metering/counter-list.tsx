import { counterText } from "@/components/metering/subject-labels";
import { UsageMeter } from "@/components/metering/usage-meter";
import type { RuleSubject } from "@/lib/services/rules/schema";
import { formatCount } from "@/lib/ui/format-number";
import type { Tone } from "@/lib/ui/request-status";

type CounterRow = {
  id: string;
  parts: readonly RuleSubject[];
  /** Shares of the limit. */
  used: number;
  held: number;
  tone: Tone;
  taken: string;
  left: string;
};

/** The counters of a rule, the fullest first, each with its bar. */
export function CounterList({ rows, total }: { rows: readonly CounterRow[]; total: number }) {
  if (rows.length === 0) return <p className="text-sm text-muted-foreground">No counter is in use right now.</p>;
  return (
    <div className="grid gap-3">
      <ol className="grid gap-3">
        {rows.map((row) => {
          const name = counterText(row.parts);
          return (
            <li key={row.id} className="grid gap-1.5 text-sm">
              <span className="flex items-baseline justify-between gap-3">
                <span className="min-w-0 truncate" title={name}>
                  {name}
                </span>
                <span className="shrink-0 text-xs text-muted-foreground tabular-nums">
                  {row.taken} · {row.left}
                </span>
              </span>
              <UsageMeter
                used={row.used}
                held={row.held}
                tone={row.tone}
                label={`${name}: ${row.taken}, ${row.left}`}
              />
            </li>
          );
        })}
      </ol>
      {total > rows.length && (
        <p className="text-xs text-muted-foreground">
          The fullest {formatCount(rows.length)} of {formatCount(total)} counters.
        </p>
      )}
    </div>
  );
}
