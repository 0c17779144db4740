import type { Admitted, Candidate, GatewayRuntime } from "@/lib/gateway/context";
import { pause } from "@/lib/gateway/pause";
import type { UpstreamFailure, UpstreamReply } from "@/lib/gateway/ports";
import { asksForUsage } from "@/lib/gateway/streaming/asks-for-usage";
import type { Soon } from "@/lib/kernel/soon";
import { type AttemptActuals, LedgerUnavailable } from "@/lib/ledger/port";
import { prepareRequest } from "./prepare-request";
import { backoffMs, retryAfterMs } from "./retry-policy";

/** One try, as the record keeps it. */
export type Attempt = {
  provider_id: string;
  credential_id: string | null;
  model: string | null;
  status: number | null;
  failure: string | null;
  latency_ms: number;
};

const NOTHING = { input_tokens: 0, output_tokens: 0, total_tokens: 0, cost_nano_usd: 0 } as const;

/** The tries of one call: which candidate is next, what each cost, and who holds the reservation. */
export class Attempts {
  readonly list: Attempt[] = [];
  readonly wasted: AttemptActuals[] = [];
  readonly asksForUsage: boolean;
  upstreamMs = 0;
  readonly #runtime: GatewayRuntime;
  readonly #admitted: Admitted;
  readonly #tried: string[] = [];
  readonly #retired: string[] = [];
  #held: string;
  #startedAt = 0;
  #retries = 0;
  #waitedMs = 0;

  constructor(runtime: GatewayRuntime, admitted: Admitted) {
    this.#runtime = runtime;
    this.#admitted = admitted;
    this.#held = admitted.admission.candidateId;
    this.asksForUsage = asksForUsage(admitted);
  }

  first(): Candidate {
    return this.#admitted.candidates.find(({ id }) => id === this.#held) ?? { id: this.#held, credential: null };
  }

  /** Sends the call. Throws or rejects where the request could not be made; either way `end` is told. */
  begin(candidate: Candidate): Promise<UpstreamReply | UpstreamFailure> {
    this.#tried.push(candidate.id);
    this.#startedAt = this.#runtime.stopwatch();
    const opening = this.#secretOf(candidate);
    return opening instanceof Promise ? opening.then((secret) => this.#send(secret)) : this.#send(opening);
  }

  /** Notes what came of what was begun. */
  end(candidate: Candidate, result: UpstreamReply | UpstreamFailure): void {
    const latencyMs = this.#runtime.stopwatch() - this.#startedAt;
    this.upstreamMs += latencyMs;
    this.list.push({
      provider_id: this.#admitted.provider.id,
      credential_id: candidate.credential?.id ?? null,
      model: this.#admitted.model,
      status: "failure" in result ? null : result.status,
      failure: "failure" in result ? result.failure : null,
      latency_ms: Math.round(latencyMs * 1_000) / 1_000,
    });
  }

  /** Why nothing was sent: a candidate whose request cannot be made is none. */
  notMade({ id }: Candidate, cause: unknown): UpstreamFailure {
    const context = { requestId: this.#admitted.call.requestId, candidate: id };
    this.#runtime.report("An upstream request could not be made.", context, cause);
    this.#retired.push(id);
    return { failure: "unreachable", detail: "The request could not be made; the log has the cause." };
  }

  /** The provider will not take this credential for this call. */
  retire(candidate: Candidate): void {
    this.#retired.push(candidate.id);
  }

  isRetired(candidate: Candidate): boolean {
    return this.#retired.includes(candidate.id);
  }

  /** A failed try consumed nothing: providers do not bill what they refuse. */
  waste(candidate: Candidate): void {
    this.wasted.push({ candidateId: candidate.id, amounts: NOTHING });
  }

  /** Where to try next: another candidate at once, else one again after a pause; null if nothing is left to try. */
  async next(judgement: "retry" | "retire", result: UpstreamReply | UpstreamFailure): Promise<Candidate | null> {
    const { call, provider, candidates, body } = this.#admitted;
    if (call.request.signal.aborted || (body.kind === "stream" && body.body.isStarted)) return null;
    if (judgement === "retry" && this.#retries >= provider.max_retries) return null;
    if (judgement === "retry") this.#retries += 1;
    for (const candidate of candidates) {
      if (this.#tried.includes(candidate.id) || this.#retired.includes(candidate.id)) continue;
      if (await this.#hold(candidate)) return candidate;
    }
    const again = candidates.find(({ id }) => this.#tried.includes(id) && !this.#retired.includes(id));
    if (judgement === "retire" || !again) return null;
    const { random, clock } = this.#runtime;
    const asked = retryAfterMs(result, clock.nowMs()) ?? 0;
    const waitMs = Math.max(backoffMs(provider.retry_delay_ms, this.#retries - 1, random), asked);
    return (await this.#wait(waitMs)) && (await this.#hold(again)) ? again : null;
  }

  #secretOf({ credential }: Candidate): Soon<string | null> {
    return credential && this.#runtime.secrets(credential, this.#admitted.compiled.slot.current.id);
  }

  #send(secret: string | null): Promise<UpstreamReply | UpstreamFailure> {
    const request = prepareRequest(this.#admitted, secret, this.asksForUsage);
    return this.#runtime.egress.send(request, this.#admitted.call.request.signal);
  }

  /** Swaps the holds; refused, the old ones stay and that candidate is none. */
  async #hold(candidate: Candidate): Promise<boolean> {
    if (candidate.id === this.#held) return true;
    const plan = this.#admitted.plan.candidates.find(({ id }) => id === candidate.id);
    if (!plan) return false;
    const { requestId } = this.#admitted.call;
    try {
      const change = await this.#runtime.ledger.replace(requestId, plan);
      if (change.outcome === "held") this.#held = candidate.id;
      return change.outcome === "held";
    } catch (cause) {
      if (!(cause instanceof LedgerUnavailable)) throw cause;
      this.#runtime.report("A hold could not be moved to another credential.", { requestId }, cause);
      return false;
    }
  }

  async #wait(ms: number): Promise<boolean> {
    if (this.#waitedMs + ms > this.#runtime.config.maxRetryWaitMs) return false;
    this.#waitedMs += ms;
    const { signal } = this.#admitted.call.request;
    await pause(this.#runtime.timers, ms, signal);
    return !signal.aborted;
  }
}
