import { formatCents } from "@/lib/kernel/money";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAYS = 30;
/** Usage ends so long before the seeding, so that no window of a rate limit that is running has seen any of it. */
const QUIET_MS = 5 * MINUTE_MS;
const BUSIEST_HOUR = 18;
const USERS = 24;

/** A virtual key of the demo with what its calls are booked on. */
export type DemoCaller = {
  apiKeyId: string;
  projectId: string;
  teamId: string | null;
  customerId: string | null;
  /** Share of all calls. */
  share: number;
};
export type DemoUpstream = { providerId: string; credentialId: string; models: readonly string[]; path: string };

/** Nano-dollars per input and output token: figures of the order that such models cost, for a demo. */
const PRICES: Record<string, readonly [number, number]> = {
  "gpt-4o": [2_500, 10_000],
  "gpt-4o-mini": [150, 600],
  "claude-sonnet-4-5": [3_000, 15_000],
  "claude-haiku-4-5": [1_000, 5_000],
};

type Random = () => number;

/** Mulberry32: the same numbers at every seeding. */
function numbers(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Thirty days of calls up to `endMs`, as `record_requests` takes them, oldest first: more by day than by night and on
 * workdays, growing slowly, with the failures and refusals that such traffic has. The same for the same `endMs` and ids.
 */
export function* demoRecords(
  endMs: number,
  workspaceId: string,
  callers: readonly DemoCaller[],
  upstreams: readonly DemoUpstream[],
): Generator<Record<string, unknown>> {
  const random = numbers(20_261_120);
  const lastMs = endMs - QUIET_MS;
  const firstHour = Math.floor((lastMs - DAYS * 24 * HOUR_MS) / HOUR_MS);
  for (let hour = firstHour; hour * HOUR_MS < lastMs; hour += 1) {
    const calls = Math.round(callsIn(hour, (hour - firstHour) / (DAYS * 24)) * (0.7 + 0.6 * random()));
    const times = Array.from({ length: calls }, () => Math.floor((hour + random()) * HOUR_MS)).sort((a, b) => a - b);
    for (const atMs of times) {
      const record = demoRecord(random, atMs, workspaceId, callers, upstreams);
      if (atMs < lastMs) yield record;
    }
  }
}

function callsIn(hour: number, progress: number): number {
  const date = new Date(hour * HOUR_MS);
  const daytime = 0.25 + 0.75 * Math.max(0, Math.sin(((date.getUTCHours() - 5) / 24) * 2 * Math.PI));
  const workday = date.getUTCDay() % 6 === 0 ? 0.4 : 1;
  return BUSIEST_HOUR * daytime * workday * (0.7 + 0.5 * progress);
}

function demoRecord(
  random: Random,
  atMs: number,
  workspaceId: string,
  callers: readonly DemoCaller[],
  upstreams: readonly DemoUpstream[],
): Record<string, unknown> {
  const caller = pickCaller(random(), callers);
  const upstream = pick(random(), upstreams);
  const model = pick(random() ** 1.5, upstream.models);
  return {
    request_id: uuidFrom(random),
    created_at: new Date(atMs).toISOString(),
    workspace_id: workspaceId,
    api_key_id: caller.apiKeyId,
    project_id: caller.projectId,
    team_id: caller.teamId,
    customer_id: caller.customerId,
    end_user_id: `user-${1 + Math.floor(random() ** 2 * USERS)}`,
    provider_id: upstream.providerId,
    credential_id: upstream.credentialId,
    method: "POST",
    path: upstream.path,
    request_type: "chat_completion",
    is_stream: random() < 0.6,
    model,
    requested_model: model,
    user_agent: random() < 0.7 ? "openai-node/7" : "python-httpx/0.28",
    client_ip: `198.51.100.${1 + Math.floor(random() * 40)}`,
    tags: ["demo"],
    ...outcomeOf(random, model),
  };
}

function outcomeOf(random: Random, model: string): Record<string, unknown> {
  const dice = random();
  const input = 120 + Math.floor(random() ** 2 * 3_000);
  const output = 30 + Math.floor(random() ** 2 * 900);
  const overhead = (0.4 + random() * 0.8).toFixed(3);
  if (dice < 0.015)
    return {
      status_code: 429,
      outcome: "refused",
      decision: "rate_limited",
      error_code: "rate_limit_exceeded",
      rate_limited: true,
    };
  if (dice < 0.03)
    return {
      status_code: 502,
      outcome: "failed",
      error_code: "upstream_unreachable",
      latency_ms: (900 + random() * 4_000).toFixed(3),
      overhead_ms: overhead,
    };
  const [inputPrice, outputPrice] = PRICES[model] ?? [0, 0];
  const firstByteMs = 180 + random() ** 3 * 1_600;
  const latencyMs = firstByteMs + output * (6 + random() * 6);
  return {
    status_code: 200,
    outcome: "completed",
    latency_ms: latencyMs.toFixed(3),
    upstream_latency_ms: (latencyMs - Number(overhead)).toFixed(3),
    overhead_ms: overhead,
    time_to_first_byte_ms: firstByteMs.toFixed(3),
    tokens_input: input,
    tokens_output: output,
    tokens_total: input + output,
    tokens_cached: random() < 0.2 ? Math.floor(input / 2) : 0,
    request_size_bytes: input * 4,
    response_size_bytes: output * 5,
    cost_cents: formatCents(input * inputPrice + output * outputPrice),
  };
}

function pickCaller(dice: number, callers: readonly DemoCaller[]): DemoCaller {
  let left = dice * callers.reduce((sum, caller) => sum + caller.share, 0);
  for (const caller of callers) {
    left -= caller.share;
    if (left < 0) return caller;
  }
  return pick(0, callers);
}

function pick<Item>(dice: number, items: readonly Item[]): Item {
  const item = items[Math.min(items.length - 1, Math.floor(dice * items.length))];
  if (item === undefined) throw new RangeError("There is nothing to pick from.");
  return item;
}

/** A random id (RFC 9562, version 4) from the given numbers. */
function uuidFrom(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 4_294_967_296)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
