import { Card } from "@/components/ui/card";
import type { LogAttempt } from "@/lib/services/logs/schema";
import { formatDuration } from "@/lib/ui/format-number";

/** Readable names of what is usually recorded; anything else keeps its own. */
const LABELS: Readonly<Record<string, string>> = {
  model: "Model",
  status: "Status",
  failure: "Failure",
  latency_ms: "Latency",
  provider_id: "Provider id",
  credential_id: "Credential id",
};

function shown(name: string, value: unknown): string {
  if (name === "latency_ms" && typeof value === "number") return formatDuration(value);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : JSON.stringify(value);
}

/** Each try at an upstream with what was recorded of it, in order. */
export function AttemptList({ attempts }: { attempts: readonly LogAttempt[] }) {
  const numbered = attempts.map((attempt, index) => ({ number: index + 1, facts: factsOf(attempt) }));
  return (
    <ol className="grid gap-2">
      {numbered.map(({ number, facts }) => (
        <li key={number}>
          <Card className="gap-2 p-3 text-sm">
            <p className="text-xs font-medium">#{number}</p>
            <dl className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-4 gap-y-1">
              {facts.map(([name, value]) => (
                <div key={name} className="col-span-2 grid grid-cols-subgrid">
                  <dt className="text-xs leading-5 text-muted-foreground">{LABELS[name] ?? name}</dt>
                  <dd className="break-words font-mono text-xs leading-5">{shown(name, value)}</dd>
                </div>
              ))}
            </dl>
          </Card>
        </li>
      ))}
    </ol>
  );
}

function factsOf(attempt: LogAttempt): [string, unknown][] {
  return Object.entries(attempt).filter(([, value]) => value !== null && value !== undefined && value !== "");
}
