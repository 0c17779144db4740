import type { Admitted, GatewayRuntime } from "@/lib/gateway/context";
import { boundCost } from "@/lib/gateway/pricing/cost";
import { LedgerUnavailable } from "@/lib/ledger/port";
import type { AnswerObserver } from "./answer-observer";

const STOPPED = "The answer was stopped here: a budget or limit of this key has no room for more.";
const UNCOUNTED = "The answer was stopped here: the gateway cannot count it at the moment.";

/** Raises a stream's hold ahead of its bytes. The answer is null at once while the hold suffices, as nearly always. */
export function createOutputGuard(
  runtime: GatewayRuntime,
  { plan, call, isStream, pricing, reservation, output }: Admitted,
  observer: AnswerObserver,
): () => Promise<string | null> | null {
  const isCounted = [...plan.common, ...plan.candidates.flatMap(({ checks }) => checks)].some(
    ({ metric }) => metric === "output_tokens" || metric === "total_tokens" || metric === "cost_nano_usd",
  );
  if (!isStream || !isCounted) return () => null;
  let reserved = reservation.outputTokens;

  async function extend(needed: number): Promise<string | null> {
    const least = needed - reserved;
    const ahead = Math.max(reservation.outputTokens, least);
    const stopped = await extendBy(ahead);
    // Where there is no room for a step ahead, there may be room for what has come already.
    return stopped === STOPPED && ahead > least ? await extendBy(least) : stopped;
  }

  async function extendBy(tokens: number): Promise<string | null> {
    const inputTokens = reservation.inputTokens;
    const cost = pricing
      ? boundCost(pricing, inputTokens, reserved + tokens) - boundCost(pricing, inputTokens, reserved)
      : 0;
    try {
      const change = await runtime.ledger.extend(call.requestId, {
        output_tokens: tokens,
        total_tokens: tokens,
        cost_nano_usd: cost,
      });
      if (change.outcome === "refused") return STOPPED;
      reserved += tokens;
      return null;
    } catch (cause) {
      if (!(cause instanceof LedgerUnavailable)) throw cause;
      runtime.report("A hold could not be raised.", { requestId: call.requestId }, cause);
      return UNCOUNTED;
    }
  }

  return () => {
    const needed = Math.min(observer.outputTokensAtMost(), output.most ?? Number.POSITIVE_INFINITY);
    return needed <= reserved ? null : extend(needed);
  };
}
