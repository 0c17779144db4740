import type { Admitted, Candidate, GatewayRuntime } from "@/lib/gateway/context";
import type { UpstreamFailure, UpstreamReply } from "@/lib/gateway/ports";
import type { AttemptActuals } from "@/lib/ledger/port";
import { type Attempt, Attempts } from "./attempts";
import { judge } from "./retry-policy";

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

/** Sends the call, and on a failure that another try may mend, sends it again. If every try fails, the first one's error answers. */
export async function forward(runtime: GatewayRuntime, admitted: Admitted): Promise<Forwarded> {
  const attempts = new Attempts(runtime, admitted);
  const end = ({ result, candidate }: Outcome): Forwarded => ({
    result,
    candidate,
    attempts: attempts.list,
    wasted: attempts.wasted,
    upstreamMs: attempts.upstreamMs,
    isExhausted: !("failure" in result) && result.status === 401 && attempts.isRetired(candidate),
    asksForUsage: attempts.asksForUsage,
  });
  let candidate = attempts.first();
  let first: Outcome | null = null;
  for (;;) {
    let result: UpstreamReply | UpstreamFailure;
    try {
      result = await attempts.begin(candidate);
    } catch (cause) {
      result = attempts.notMade(candidate, cause);
    }
    attempts.end(candidate, result);
    const judgement = judge(result, admitted.dialect.isAi);
    if (judgement === "pass") return end({ result, candidate });
    if (judgement === "retire") attempts.retire(candidate);
    const next = await attempts.next(judgement, result);
    if (next === null) {
      if (first === null) return end({ result, candidate });
      await discard(result);
      // The first error answers, while the last candidate is the one whose holds are settled.
      return { ...end(first), candidate };
    }
    if (first === null) first = { result: await keepError(result), candidate };
    else await discard(result);
    attempts.waste(candidate);
    candidate = next;
  }
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
      detail: `The error's body was cut: ${cause instanceof Error ? cause.message : ""}`,
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
