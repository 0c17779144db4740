import type { Admitted, Candidate, GatewayRuntime } from "@/lib/gateway/context";
import type { UpstreamFailure, UpstreamReply } from "@/lib/gateway/ports";
import type { AttemptActuals } from "@/lib/ledger/port";
import { asksForUsage } from "@/lib/gateway/streaming/asks-for-usage";
import { prepareRequest } from "./prepare-request";
import { backoffMs, judge, retryAfterMs } from "./retry-policy";

/** One try, as the record keeps it. */
export type Attempt = {
  provider_id: string;
  credential_id: string | null;
  model: string | null;
  status: number | null;
  failure: string | null;
  latency_ms: number;
};

/** What the upstream answered in the end. `wasted` is what the attempts before it consumed. */
export type Forwarded = {
  result: UpstreamReply | UpstreamFailure;
  candidate: Candidate;
  attempts: readonly Attempt[];
  wasted: readonly AttemptActuals[];
  upstreamMs: number;
  /** Whether every credential was refused by the upstream. */
  isExhausted: boolean;
  asksForUsage: boolean;
};

type Outcome = { result: UpstreamReply | UpstreamFailure; candidate: Candidate };

const MAX_KEPT_ERROR_BYTES = 65_536;
const NOTHING = { input_tokens: 0, output_tokens: 0, total_tokens: 0, cost_nano_usd: 0 } as const;

/** Sends the call, and on a failure that another try may mend, sends it again: next credential first, then after a pause. */
export async function forward(runtime: GatewayRuntime, admitted: Admitted): Promise<Forwarded> {
  const run = createRun(runtime, admitted);
  let candidate = run.firstCandidate();
  let first: Outcome | null = null;
  for (;;) {
    const result = await run.attempt(candidate);
    const judgement = judge(result, admitted.dialect.priceProviderId !== null);
    if (judgement === "pass") return run.end({ result, candidate });
    if (judgement === "retire") run.retire(candidate);
    const next = await run.nextCandidate(judgement, result);
    if (next === null) {
      if (first === null) return run.end({ result, candidate });
      await discard(result);
      return run.end(first);
    }
    if (first === null) first = { result: await keepError(result), candidate };
    else await discard(result);
    run.waste(candidate);
    candidate = next;
  }
}

function createRun(runtime: GatewayRuntime, admitted: Admitted) {
  const { call, provider, candidates, admission, plan, body } = admitted;
  const attempts: Attempt[] = [];
  const wasted: AttemptActuals[] = [];
  const tried = new Set<string>();
  const retired = new Set<string>();
  const isAsking = asksForUsage(admitted);
  let held = admission.candidateId;
  let upstreamMs = 0;
  let retries = 0;
  let waitedMs = 0;

  async function send(candidate: Candidate): Promise<UpstreamReply | UpstreamFailure> {
    try {
      const { credential } = candidate;
      const secret = credential ? await runtime.secrets(credential, admitted.compiled.slot.current.id) : null;
      const request = prepareRequest(admitted, secret, isAsking);
      return await runtime.egress.send(request, call.request.signal);
    } catch (cause) {
      runtime.report(
        "An upstream request could not be made.",
        { requestId: call.requestId, candidate: candidate.id },
        cause,
      );
      retired.add(candidate.id);
      return { failure: "unreachable", detail: "The request could not be made; its cause is in the log." };
    }
  }

  async function hold(candidate: Candidate): Promise<boolean> {
    if (candidate.id === held) return true;
    const checks = plan.candidates.find(({ id }) => id === candidate.id);
    if (!checks) return false;
    const change = await runtime.ledger.replace(call.requestId, checks);
    if (change.outcome === "held") held = candidate.id;
    return change.outcome === "held";
  }

  async function pause(ms: number): Promise<boolean> {
    if (waitedMs + ms > runtime.config.maxRetryWaitMs) return false;
    waitedMs += ms;
    await new Promise<void>((resolve) => {
      const cancel = runtime.timers.after(ms, resolve);
      call.request.signal.addEventListener("abort", () => (cancel(), resolve()), { once: true });
    });
    return !call.request.signal.aborted;
  }

  return {
    firstCandidate(): Candidate {
      return candidates.find(({ id }) => id === held) ?? { id: held, credential: null };
    },
    async attempt(candidate: Candidate): Promise<UpstreamReply | UpstreamFailure> {
      tried.add(candidate.id);
      const startedAt = runtime.stopwatch();
      const result = await send(candidate);
      const latencyMs = runtime.stopwatch() - startedAt;
      upstreamMs += latencyMs;
      const isFailure = "failure" in result;
      attempts.push({
        provider_id: provider.id,
        credential_id: candidate.credential?.id ?? null,
        model: admitted.model,
        status: isFailure ? null : result.status,
        failure: isFailure ? result.failure : null,
        latency_ms: Math.round(latencyMs * 1_000) / 1_000,
      });
      return result;
    },
    retire: (candidate: Candidate) => retired.add(candidate.id),
    waste: (candidate: Candidate) => wasted.push({ candidateId: candidate.id, amounts: NOTHING }),
    async nextCandidate(
      judgement: "retry" | "retire",
      result: UpstreamReply | UpstreamFailure,
    ): Promise<Candidate | null> {
      if (call.request.signal.aborted || (body.kind === "stream" && body.body.isStarted)) return null;
      if (judgement === "retry" && retries >= provider.max_retries) return null;
      if (judgement === "retry") retries += 1;
      for (const candidate of candidates) {
        if (!tried.has(candidate.id) && !retired.has(candidate.id) && (await hold(candidate))) return candidate;
      }
      if (judgement === "retire") return null;
      const ms = Math.max(
        backoffMs(provider.retry_delay_ms, retries - 1, runtime.random),
        retryAfterMs(result, runtime.clock.nowMs()) ?? 0,
      );
      const again = candidates.find(({ id }) => !retired.has(id) && tried.has(id));
      if (!again || !(await pause(ms)) || !(await hold(again))) return null;
      return again;
    },
    end({ result, candidate }: Outcome): Forwarded {
      const isExhausted = !("failure" in result) && result.status === 401 && retired.has(candidate.id);
      return { result, candidate, attempts, wasted, upstreamMs, isExhausted, asksForUsage: isAsking };
    },
  };
}

/** Keeps a first error to answer with, should every other try fail too. */
async function keepError(result: UpstreamReply | UpstreamFailure): Promise<UpstreamReply | UpstreamFailure> {
  if ("failure" in result) return result;
  const pieces: Uint8Array[] = [];
  let kept = 0;
  try {
    for await (const piece of result.body) {
      kept += piece.byteLength;
      if (kept > MAX_KEPT_ERROR_BYTES) break;
      pieces.push(piece);
    }
  } catch (cause) {
    return {
      failure: "unreachable",
      detail: `The error's body was cut: ${cause instanceof Error ? cause.message : "unknown"}`,
    };
  }
  return { ...result, headers: result.headers.filter(([name]) => name !== "content-length"), body: replay(pieces) };
}

async function* replay(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function discard(result: UpstreamReply | UpstreamFailure): Promise<void> {
  if (!("failure" in result)) await result.body[Symbol.asyncIterator]().return?.();
}
