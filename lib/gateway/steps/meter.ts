import type { Admitted, GatewayRuntime } from "@/lib/gateway/context";
import { headerOf, toClientHeaders } from "@/lib/gateway/http/header-rules";
import type { UpstreamReply } from "@/lib/gateway/ports";
import { Refusal } from "@/lib/gateway/refusal";
import type { Reply } from "@/lib/gateway/reply";
import { rateLimitHeaders } from "@/lib/gateway/reply/rate-limit-headers";
import { type AnswerObserver, createJsonObserver, createStreamObserver } from "@/lib/gateway/streaming/answer-observer";
import { type Ending, MeteredBody } from "@/lib/gateway/streaming/metered-body";
import { createOutputGuard } from "@/lib/gateway/streaming/output-guard";
import { createUsageStripper } from "@/lib/gateway/streaming/strip-usage";
import { formatCents } from "@/lib/kernel/money";
import type { Soon } from "@/lib/kernel/soon";
import { countOutput, keepsText } from "./count-output";
import type { Forwarded } from "./forward";
import { amountsOf, type Consumption, type End, settle, truthOf } from "./settle";

const MAX_WHOLE_BYTES = 262_144;

/** Turns the upstream's answer into ours: its bytes unchanged, read on the way, and settled after the last of them. */
export function meter(
  runtime: GatewayRuntime,
  admitted: Admitted,
  forwarded: Forwarded,
  reply: UpstreamReply,
): Soon<Reply | Refusal> {
  const { endpoint, call } = admitted;
  const headAt = runtime.stopwatch();
  const overheadMs = headAt - call.startedAt - forwarded.upstreamMs;
  const isEvents = /^text\/event-stream\b/i.test(headerOf(reply.headers, "content-type") ?? "");
  const isReadable = endpoint !== null && isPlain(headerOf(reply.headers, "content-encoding"));
  const observer = isReadable
    ? isEvents
      ? createStreamObserver(endpoint, keepsText(runtime, admitted))
      : createJsonObserver(endpoint)
    : null;
  const facts: Facts = { observer, isEvents, overheadMs, firstByteMs: null };
  const length = Number(headerOf(reply.headers, "content-length") ?? Number.NaN);
  if (observer && !isEvents && length <= MAX_WHOLE_BYTES)
    return wholeAnswer({ runtime, admitted, forwarded, reply, facts }, observer);
  return streamedAnswer({ runtime, admitted, forwarded, reply, facts });
}

type Metering = {
  runtime: GatewayRuntime;
  admitted: Admitted;
  forwarded: Forwarded;
  reply: UpstreamReply;
  facts: Facts;
};
type Facts = { observer: AnswerObserver | null; isEvents: boolean; overheadMs: number; firstByteMs: number | null };

/** A short answer is read before its head is sent, so that the head can say what it cost. */
function wholeAnswer(metering: Metering, observer: AnswerObserver): Soon<Reply | Refusal> {
  const whole = metering.reply.body.takeWhole?.() ?? null;
  if (whole === null) return answerYetToCome(metering, observer);
  see(metering, observer, whole);
  return settledAnswer(metering, observer, whole);
}

function see({ runtime, admitted, facts }: Metering, observer: AnswerObserver, piece: Uint8Array): void {
  facts.firstByteMs ??= runtime.stopwatch() - admitted.call.startedAt;
  observer.feed(piece);
}

async function answerYetToCome(metering: Metering, observer: AnswerObserver): Promise<Reply | Refusal> {
  const { runtime, admitted, forwarded, reply, facts } = metering;
  let body: Uint8Array;
  try {
    body = await readAll(reply.body, (piece) => see(metering, observer, piece));
  } catch (cause) {
    const hasLeft = admitted.call.request.signal.aborted;
    const detail = cause instanceof Error ? cause.message : "unknown";
    const end = {
      ...endOf(facts, 0),
      outcome: "partial",
      statusCode: hasLeft ? 499 : 502,
      errorCode: hasLeft ? "client_left" : "upstream_cut",
      errorMessage: detail,
    } as const;
    settle(runtime, admitted, forwarded, truthOf(admitted, { kind: "observed", observer, isWhole: false }), end);
    return new Refusal("upstream_unreachable", "The provider ended its answer before it was complete. Try again.");
  }
  return settledAnswer(metering, observer, body);
}

function settledAnswer(
  { runtime, admitted, forwarded, reply, facts }: Metering,
  observer: AnswerObserver,
  body: Uint8Array,
): Reply {
  const truth = truthOf(admitted, consumptionOf(reply.status, observer, true));
  settle(runtime, admitted, forwarded, truth, { ...endOf(facts, body.byteLength), ...statusOf(reply.status) });
  const headers = replyHeaders(runtime, admitted, reply);
  if (truth.costNanoUsd !== null && reply.status < 400)
    headers.push(["x-sluice-cost-cents", formatCents(truth.costNanoUsd)]);
  return { status: reply.status, headers, body };
}

function streamedAnswer({ runtime, admitted, forwarded, reply, facts }: Metering): Reply {
  const { call, dialect } = admitted;
  const { observer, isEvents } = facts;
  const isStripped = forwarded.asksForUsage && isEvents && reply.status < 400;
  const soFar = () =>
    amountsOf(truthOf(admitted, observer ? { kind: "observed", observer, isWhole: false } : { kind: "unknown" }));
  const release = runtime.leases.hold(call.requestId, soFar);
  const deadline = runtime.stopwatch() + runtime.config.maxAnswerMs;
  const guard = observer && isEvents ? createOutputGuard(runtime, admitted, observer) : null;
  const body = new MeteredBody({
    upstream: reply.body,
    observe(chunk) {
      facts.firstByteMs ??= runtime.stopwatch() - call.startedAt;
      observer?.feed(chunk);
    },
    mayPass() {
      if (runtime.stopwatch() > deadline) return Promise.resolve("The answer took longer than the gateway allows.");
      return guard?.() ?? null;
    },
    transform: isStripped ? createUsageStripper() : null,
    errorEvent: isEvents ? dialect.streamError : null,
    hasClientLeft: () => call.request.signal.aborted,
    onEnd(ending, bytesOut) {
      const consumption = consumptionOf(reply.status, observer, ending.kind === "complete");
      const end = { ...endOf(facts, bytesOut), ...endingFields(ending, reply.status) };
      const close = (known: Consumption) => {
        release();
        settle(runtime, admitted, forwarded, truthOf(admitted, known), end);
      };
      const counting = countOutput(runtime, admitted, consumption);
      if (counting === null) close(consumption);
      else runtime.track(counting.then(close));
    },
  });
  const headers = replyHeaders(runtime, admitted, reply);
  return {
    status: reply.status,
    headers: isStripped ? headers.filter(([name]) => name !== "content-length") : headers,
    body,
  };
}

function replyHeaders(runtime: GatewayRuntime, admitted: Admitted, reply: UpstreamReply): [string, string][] {
  const { call, admission, plan, outputCap } = admitted;
  const headers = toClientHeaders(reply.headers);
  headers.push(["x-sluice-request-id", call.requestId]);
  if (headerOf(reply.headers, "x-content-type-options") === null) headers.push(["x-content-type-options", "nosniff"]);
  if (outputCap !== null) headers.push(["x-sluice-max-tokens", String(outputCap)]);
  headers.push(...rateLimitHeaders(admission.verdicts, plan.rules, runtime.clock.nowMs()));
  return headers;
}

/** Providers do not bill what they refuse. An answer in a form that is not read here counts as reserved. */
function consumptionOf(status: number, observer: AnswerObserver | null, isWhole: boolean): Consumption {
  if (status >= 400) return { kind: "none" };
  return observer ? { kind: "observed", observer, isWhole } : { kind: "unknown" };
}

function endOf(
  { overheadMs, firstByteMs }: Facts,
  responseBytes: number,
): Pick<End, "responseBytes" | "timeToFirstByteMs" | "overheadMs"> {
  return { responseBytes, timeToFirstByteMs: firstByteMs, overheadMs };
}

type Status = Pick<End, "outcome" | "statusCode" | "errorCode" | "errorMessage">;

function statusOf(status: number): Status {
  if (status < 400) return { outcome: "completed", statusCode: status, errorCode: null, errorMessage: null };
  return {
    outcome: "failed",
    statusCode: status,
    errorCode: "upstream_error",
    errorMessage: `The provider answered ${status}.`,
  };
}

function endingFields(ending: Ending, status: number): Status {
  switch (ending.kind) {
    case "complete":
      return statusOf(status);
    case "cut":
      return { outcome: "partial", statusCode: status, errorCode: "upstream_cut", errorMessage: ending.detail };
    case "stopped":
      return { outcome: "partial", statusCode: status, errorCode: "budget_stopped", errorMessage: ending.detail };
    case "client_left":
      return {
        outcome: "partial",
        statusCode: status,
        errorCode: "client_left",
        errorMessage: "The caller left before the answer was complete.",
      };
  }
}

async function readAll(body: AsyncIterable<Uint8Array>, see: (piece: Uint8Array) => void): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    see(piece);
    pieces.push(piece);
    length += piece.byteLength;
  }
  const [only] = pieces;
  return pieces.length === 1 && only ? only : join(pieces, length);
}

function isPlain(encoding: string | null): boolean {
  return encoding === null || encoding === "" || encoding.toLowerCase() === "identity";
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}
