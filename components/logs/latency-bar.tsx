import type { LogEntry } from "@/lib/services/logs/schema";
import { formatDuration } from "@/lib/ui/format-number";

/** Where the time went: Sluice's own part (the overhead), the wait for the first byte, and the rest of the answer. */
export function LatencyBar({ log }: { log: LogEntry }) {
  if (log.latency_ms === null) return <p className="text-sm text-muted-foreground">It was not measured.</p>;
  const overhead = log.overhead_ms ?? 0;
  const toFirstByte = Math.max(0, (log.time_to_first_byte_ms ?? log.latency_ms) - overhead);
  const parts = [
    { label: "Overhead", ms: overhead, color: "var(--chart-1)" },
    { label: "to the first byte", ms: toFirstByte, color: "var(--chart-2)" },
    { label: "answer", ms: Math.max(0, log.latency_ms - overhead - toFirstByte), color: "var(--chart-4)" },
  ].filter(({ ms }) => ms > 0);
  const totalMs = parts.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <div>
      <p className="mb-2 text-2xl leading-7 font-semibold tracking-tight tabular-nums">
        {formatDuration(log.latency_ms)}
      </p>
      <div aria-hidden="true" className="flex h-2 gap-px overflow-hidden rounded-full bg-muted">
        {parts.map(({ label, ms, color }) => (
          <span key={label} className="min-w-0.5" style={{ width: `${(ms / totalMs) * 100}%`, background: color }} />
        ))}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {parts.map(({ label, ms, color }) => (
          <li key={label} className="flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: color }} />
            <span className="text-muted-foreground">{label}</span>
            <span className="tabular-nums">{formatDuration(ms)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
