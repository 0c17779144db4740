import type { AttemptActuals, Closing, Opening } from "@/lib/ledger/port";
import type { Check } from "@/lib/ledger/rules";
import type { CountedBefore } from "@/lib/ledger/shared";

/** One call's worth of ledger work. Everything in it is made anew, as a gateway makes it for each call. */
export type Pair = {
  opening: Opening;
  checks: Check[];
  actuals: AttemptActuals[];
  closing: Closing;
};

/** `subject` says whom the first rule counts for; the others have one counter each. */
export type Shape = { checks: number; subject: () => string };

export const OPENING_BYTES = 1_000;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const INPUT_TOKENS = 120;
const OUTPUT_TOKENS = 180;
const RESERVED_TOKENS = 1_024;
const METRICS = ["requests", "total_tokens", "cost_nano_usd", "concurrency"] as const;
const AMOUNTS = { requests: 1, total_tokens: RESERVED_TOKENS, cost_nano_usd: 9_000_000, concurrency: 1 };
const USER_AGENT = "acme-support-assistant/4.18.2 openai-node/7.55.0 (linux; x64) node/24.12.0 runtime/edge-none";

/** Makes pairs without end; two makers of one seed never share a request. */
export function createWorkload({ checks: count, subject }: Shape, seed: string): (nowMs: number) => Pair {
  const rules = Array.from({ length: count }, (_, index) => ruleOf(index));
  const padding = "p".repeat(OPENING_BYTES - JSON.stringify(fieldsOf(0, "")).length - 6);
  let made = 0;
  return (nowMs) => {
    made += 1;
    return {
      opening: {
        requestId: `${seed}-${made.toString().padStart(12, "0")}`,
        workspaceId: "0197a3c4-7a52-7c1e-9d35-8f1c2b6e4a01",
        versions: {
          "0197a3c4-7a52-7c1e-9d35-8f1c2b6e4a01/workspace": 7,
          "0197a3c4-7a52-7c1e-9d35-8f1c2b6e4a01/key:k": 3,
        },
        reserve: { input_tokens: 124, output_tokens: 900, cost_nano_usd: 9_000_000 },
        fields: fieldsOf(made, padding),
      },
      checks: rules.map((rule, index) => checkOf(rule, index === 0 ? subject() : "", nowMs)),
      actuals: [{ candidateId: "provider/credential/gpt-4o-mini", amounts: actualAmounts() }],
      closing: { outcome: "completed", fields: closingFields(made) },
    };
  };
}

export const CANDIDATE = { id: "provider/credential/gpt-4o-mini", checks: [] };

/** Any of so many end users, as a gateway reads them: a new string each time. */
export function anyOf(subjects: number): () => string {
  return () => subjectOf(Math.floor(Math.random() * subjects));
}

export function subjectOf(n: number): string {
  return `end-user-${n.toString().padStart(7, "0")}`;
}

/** The first rule's counter of one end user, as a store is told that has lost it. */
export function countedBefore(n: number, nowMs: number): CountedBefore {
  const { ruleId, metric, strategy, subject, current } = checkOf(ruleOf(0), subjectOf(n), nowMs);
  return { ruleId, subject, metric, strategy, period: current, used: 1, previousUsed: 0 };
}

/** The columns that a gateway knows at admission; the query is filled up until they are 1 kB of JSON. */
function fieldsOf(n: number, padding: string) {
  return {
    workspace_id: "0197a3c4-7a52-7c1e-9d35-8f1c2b6e4a01",
    api_key_id: "0197a3c4-7a52-7c1e-9d35-8f1c2b6e4a02",
    project_id: "0197a3c4-7a52-7c1e-9d35-8f1c2b6e4a03",
    team_id: null,
    customer_id: null,
    member_id: null,
    method: "POST",
    country: "DE",
    region: "eu",
    client_ip: `10.20.${n % 250}.${n % 199}`,
    user_agent: USER_AGENT,
    origin: null,
    request_host: "gateway.example.com",
    trace_id: null,
    tags: { feature: "support", stage: "production" },
    end_user_id: `customer-${n % 9_973}`,
    provider_id: "0197a3c4-7a52-7c1e-9d35-8f1c2b6e4a04",
    credential_id: "0197a3c4-7a52-7c1e-9d35-8f1c2b6e4a05",
    path: "/v1/chat/completions",
    query_params: { q: `${padding}${n % 10}` },
    route: "openai/v1/chat/completions",
    request_type: "chat",
    model: "gpt-4o-mini",
    requested_model: "gpt-4o-mini",
    is_stream: false,
    request_size_bytes: 1_000 + (n % 977),
    decision: "allowed",
  };
}

function closingFields(n: number) {
  return {
    status_code: 200,
    error_code: null,
    error_message: null,
    latency_ms: 812.375,
    overhead_ms: 0.412,
    upstream_latency_ms: 811.963,
    time_to_first_byte_ms: null,
    request_size_bytes: 1_000 + (n % 977),
    response_size_bytes: 1_411,
    tokens_input: INPUT_TOKENS,
    tokens_output: OUTPUT_TOKENS,
    tokens_total: INPUT_TOKENS + OUTPUT_TOKENS,
    tokens_cached: 0,
    tokens_reasoning: 0,
    usage_estimated: false,
    cost_cents: "0.0126",
    model: "gpt-4o-mini-2024-07-18",
    credential_id: "0197a3c4-7a52-7c1e-9d35-8f1c2b6e4a05",
    retry_count: 0,
    attempts: [],
    internal_reason: null,
  };
}

function actualAmounts() {
  const total_tokens = INPUT_TOKENS + OUTPUT_TOKENS;
  return { input_tokens: INPUT_TOKENS, output_tokens: OUTPUT_TOKENS, total_tokens, cost_nano_usd: 126_000 };
}

type Rule = Omit<Check, "subject" | "current" | "next" | "amount">;

/** Requests, tokens, money and parallel slots in turn; no limit is ever reached. */
function ruleOf(index: number): Rule {
  const metric = METRICS[index % METRICS.length] ?? "requests";
  const isMoney = metric === "cost_nano_usd";
  return {
    ruleId: `0197a3c4-7a52-7c1e-9d36-${index.toString(16).padStart(12, "0")}`,
    kind: isMoney ? "budget" : "rate_limit",
    name: `Rule ${index}`,
    scope: "TENANT",
    metric,
    limit: Number.MAX_SAFE_INTEGER,
    strategy: "FIXED_WINDOW",
    enforcement: "enforce",
    hard: true,
    priority: 100 + index,
    ...(isMoney ? { thresholds: [50, 80, 100] } : {}),
  };
}

function checkOf(rule: Rule, subject: string, nowMs: number): Check {
  const lengthMs = rule.metric === "total_tokens" ? MINUTE_MS : DAY_MS;
  const startMs = nowMs - (nowMs % lengthMs);
  const endMs = startMs + lengthMs;
  return {
    ...rule,
    subject,
    amount: AMOUNTS[rule.metric as keyof typeof AMOUNTS],
    current: { startMs, endMs },
    next: { startMs: endMs, endMs: endMs + lengthMs },
  };
}
