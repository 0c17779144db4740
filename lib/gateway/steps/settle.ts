import type { Admitted, GatewayRuntime } from "@/lib/gateway/context";
import { costOf } from "@/lib/gateway/pricing/cost";
import { NO_USAGE, type Usage } from "@/lib/gateway/pricing/usage";
import { countText, estimateTokens } from "@/lib/gateway/rules/estimate-tokens";
import type { AnswerObserver } from "@/lib/gateway/streaming/answer-observer";
import { formatCents } from "@/lib/kernel/money";
import {
  type Amounts,
  type AttemptActuals,
  type Closing,
  LedgerUnavailable,
  type Outcome,
  type RecordFields,
} from "@/lib/ledger/port";
import type { Forwarded } from "./forward";
import { clip } from "./record";

/** What a call consumed. Null usage: the dialect counts none here. */
export type Truth = { usage: Usage | null; isEstimated: boolean; costNanoUsd: number | null; model: string | null };

/** How a call ended, for its record. */
export type End = {
  outcome: Outcome;
  statusCode: number;
  errorCode: string | null;
  errorMessage: string | null;
  responseBytes: number;
  timeToFirstByteMs: number | null;
  overheadMs: number;
};

/** `none`: the upstream never worked on the call. `unknown`: nobody can say what it did. `observed`: read from the answer. */
export type Consumption =
  | { kind: "none" }
  | { kind: "unknown" }
  | { kind: "observed"; observer: AnswerObserver; isWhole: boolean; counted?: number | null };

const SETTLE_TRIES = 6;
const SETTLE_PAUSE_MS = 200;

/** The truth of a call. What the upstream did not say is estimated from what passed, and marked so. */
export function truthOf(admitted: Admitted, consumption: Consumption): Truth {
  const { endpoint, pricing, reservation, model } = admitted;
  const cost = (usage: Usage) => (pricing ? costOf(pricing, usage) : null);
  if (endpoint === null) return { usage: null, isEstimated: false, costNanoUsd: null, model };
  if (consumption.kind === "none")
    return { usage: NO_USAGE, isEstimated: false, costNanoUsd: pricing ? 0 : null, model };
  if (consumption.kind === "unknown") {
    const usage = { ...NO_USAGE, inputTokens: reservation.inputTokens, outputTokens: reservation.outputTokens };
    return { usage, isEstimated: true, costNanoUsd: reservation.costNanoUsd, model };
  }
  const { observer, isWhole, counted } = consumption;
  const facts = observer.facts();
  const answeredModel = facts.model ?? model;
  if (facts.usage !== null)
    return { usage: facts.usage, isEstimated: false, costNanoUsd: cost(facts.usage), model: answeredModel };
  if (isWhole && !admitted.isStream) return { ...truthOf(admitted, { kind: "unknown" }), model: answeredModel };
  const start = observer.startUsage() ?? { ...NO_USAGE, inputTokens: estimateInput(admitted) };
  const usage = { ...start, outputTokens: Math.max(start.outputTokens, counted ?? observer.outputTokens()) };
  return { usage, isEstimated: true, costNanoUsd: cost(usage), model: answeredModel };
}

/** Amounts in the ledger's metrics: the same numbers as the record's, so that counters and rows agree. */
export function amountsOf({ usage, costNanoUsd }: Truth): Amounts {
  const input = usage?.inputTokens ?? 0;
  const output = usage?.outputTokens ?? 0;
  return { input_tokens: input, output_tokens: output, total_tokens: input + output, cost_nano_usd: costNanoUsd ?? 0 };
}

/** Replaces the holds by the truth and closes the record, after the answer; tries again while the ledger is away. */
export function settle(
  runtime: GatewayRuntime,
  admitted: Admitted,
  forwarded: Forwarded,
  truth: Truth,
  end: End,
): void {
  const { call } = admitted;
  const actuals = [...forwarded.wasted, { candidateId: forwarded.candidate.id, amounts: amountsOf(truth) }];
  const closing = { outcome: end.outcome, fields: closingFields(runtime, admitted, forwarded, truth, end) };
  runtime.track(settleWith(runtime, call.requestId, actuals, closing));
}

async function settleWith(
  runtime: GatewayRuntime,
  requestId: string,
  actuals: readonly AttemptActuals[],
  closing: Closing,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runtime.ledger.settle(requestId, actuals, closing);
      return;
    } catch (cause) {
      if (!(cause instanceof LedgerUnavailable) || attempt === SETTLE_TRIES) {
        runtime.report("A call could not be settled; its lease will end it.", { requestId }, cause);
        return;
      }
      await new Promise<void>((resolve) => runtime.timers.after(SETTLE_PAUSE_MS * 2 ** attempt, resolve));
    }
  }
}

function closingFields(
  runtime: GatewayRuntime,
  admitted: Admitted,
  forwarded: Forwarded,
  truth: Truth,
  end: End,
): RecordFields {
  const { usage } = truth;
  const latencyMs = runtime.stopwatch() - admitted.call.startedAt;
  return {
    status_code: end.statusCode,
    error_code: end.errorCode,
    error_message: clip(end.errorMessage),
    latency_ms: rounded(latencyMs),
    overhead_ms: rounded(Math.min(end.overheadMs, latencyMs)),
    upstream_latency_ms: rounded(Math.max(0, latencyMs - end.overheadMs)),
    time_to_first_byte_ms: end.timeToFirstByteMs === null ? null : rounded(end.timeToFirstByteMs),
    request_size_bytes: admitted.body.kind === "none" ? 0 : bodyBytes(admitted),
    response_size_bytes: end.responseBytes,
    tokens_input: usage?.inputTokens ?? null,
    tokens_output: usage?.outputTokens ?? null,
    tokens_total: usage ? usage.inputTokens + usage.outputTokens : null,
    tokens_cached: usage?.cacheReadTokens ?? null,
    tokens_reasoning: usage?.reasoningTokens ?? null,
    usage_estimated: truth.isEstimated,
    cost_cents: truth.costNanoUsd === null ? null : formatCents(truth.costNanoUsd),
    model: clip(truth.model),
    credential_id: forwarded.candidate.credential?.id ?? null,
    retry_count: Math.max(0, forwarded.attempts.length - 1),
    attempts: forwarded.attempts,
    internal_reason: admitted.isUnpriced ? "model_unpriced" : null,
  };
}

function bodyBytes({ body }: Admitted): number {
  if (body.kind === "stream") return body.body.bytes;
  return body.kind === "none" ? 0 : body.bytes.byteLength;
}

function estimateInput({ body }: Admitted): number {
  const text = { ascii: 0, other: 0 };
  if (body.kind === "json") countText(body.text, text);
  return estimateTokens(text);
}

function rounded(ms: number): number {
  return Math.max(0, Math.round(ms * 1_000) / 1_000);
}
