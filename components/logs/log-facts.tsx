import type { ReactNode } from "react";
import { MoneyText } from "@/components/format/money-text";
import { AttemptList } from "@/components/logs/attempt-list";
import { LatencyBar } from "@/components/logs/latency-bar";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import type { LogDetail } from "@/lib/services/logs/schema";
import { formatMoneyExact } from "@/lib/ui/format-money";
import { formatBytes, formatCount } from "@/lib/ui/format-number";

type Fact = { label: string; value: ReactNode };

function count(value: number | null): string | null {
  return value === null ? null : formatCount(value);
}

function yesNo(value: boolean | null): string | null {
  return value === null ? null : value ? "yes" : "no";
}

export function LogFacts({ log }: { log: LogDetail }) {
  return (
    <div className="grid gap-6">
      <Reason log={log} />
      <Section title="Time">
        <LatencyBar log={log} />
      </Section>
      <Section title="Call">
        <Facts facts={callFacts(log)} />
      </Section>
      <Section title="Usage">
        <Facts facts={usageFacts(log)} />
      </Section>
      {log.attempts.length > 0 && (
        <Section title={log.attempts.length === 1 ? "Attempt" : `${log.attempts.length} attempts`}>
          <AttemptList attempts={log.attempts} />
        </Section>
      )}
      <Section title="Caller">
        <Facts facts={callerFacts(log)} />
      </Section>
    </div>
  );
}

/** Why it was refused or failed, before anything else. */
function Reason({ log }: { log: LogDetail }) {
  if (!log.error_code && !log.error_message && !log.internal_reason) return null;
  return (
    <Alert variant={log.decision === "refused" ? "warning" : "destructive"}>
      <AlertTitle className="font-mono text-xs">{log.error_code ?? log.outcome}</AlertTitle>
      <AlertDescription>
        {log.error_message && <p>{log.error_message}</p>}
        {log.internal_reason && <p className="mt-1 text-muted-foreground">{log.internal_reason}</p>}
      </AlertDescription>
    </Alert>
  );
}

function callFacts(log: LogDetail): Fact[] {
  const isRenamed = log.requested_model !== null && log.requested_model !== log.model;
  return [
    { label: "Model", value: log.model },
    { label: "Requested model", value: isRenamed ? log.requested_model : null },
    { label: "Provider", value: log.provider_name ?? log.provider_id },
    { label: "Key", value: log.api_key_name ?? log.api_key_id },
    { label: "Type", value: log.request_type },
    { label: "Streamed", value: yesNo(log.is_stream) },
    { label: "Decision", value: log.decision },
    { label: "Outcome", value: log.outcome },
    { label: "Retries", value: count(log.retry_count) },
    { label: "From cache", value: log.cache_hit ? "yes" : null },
    { label: "Counted calls", value: log.repeat_count > 1 ? formatCount(log.repeat_count) : null },
  ];
}

function usageFacts(log: LogDetail): Fact[] {
  return [
    { label: "Cost", value: costFact(log) },
    { label: "Input tokens", value: count(log.tokens_input) },
    { label: "Output tokens", value: count(log.tokens_output) },
    { label: "Cached tokens", value: log.tokens_cached ? formatCount(log.tokens_cached) : null },
    { label: "Reasoning tokens", value: log.tokens_reasoning ? formatCount(log.tokens_reasoning) : null },
    { label: "Counted by", value: log.usage_estimated ? "estimate: the answer was cut" : null },
    { label: "Request size", value: log.request_size_bytes === null ? null : formatBytes(log.request_size_bytes) },
    { label: "Answer size", value: log.response_size_bytes === null ? null : formatBytes(log.response_size_bytes) },
  ];
}

/** Only a call that used a model's tokens could have had a price. */
function costFact({ cost_cents: cents, model, tokens_input: tokens }: LogDetail): ReactNode {
  if (cents !== null) return formatMoneyExact(cents);
  if (model === null || tokens === null) return null;
  return <MoneyText cents={null} missing="no price for this model" />;
}

function callerFacts(log: LogDetail): Fact[] {
  return [
    { label: "Address", value: log.client_ip },
    { label: "Country", value: log.country },
    { label: "User agent", value: log.user_agent },
    { label: "End user", value: log.end_user_id },
    { label: "Session", value: log.session_id },
    { label: "Trace", value: log.trace_id },
    { label: "Tags", value: log.tags.length > 0 ? <Tags tags={log.tags} /> : null },
  ];
}

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </span>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 text-xs font-medium text-muted-foreground">{title}</h3>
      {children}
    </section>
  );
}

/** Facts that are known; what is not known is left out. */
function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(({ value }) => value !== null && value !== "");
  if (known.length === 0) return <p className="text-sm text-muted-foreground">Nothing was recorded.</p>;
  return (
    <dl className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      {known.map(({ label, value }) => (
        <div key={label} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-muted-foreground">{label}</dt>
          <dd className="break-words tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
