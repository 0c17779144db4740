import type { Planned } from "@/lib/gateway/context";
import { boundCost } from "@/lib/gateway/pricing/cost";
import type { Check, Verdict } from "@/lib/ledger/rules";

/** An answer of fewer tokens is not worth its call: such a call is refused. */
export const LEAST_OUTPUT_TOKENS = 16;
/** A stream's first hold takes at most this part of any one limit, so that many small ones fit side by side. */
const SHARE_OF_LIMIT = 32;
const LEAST_FIRST_HOLD = 64;

/** Tokens a choice that fit into what the refusing rule has left; null where less than that would not help. */
export function affordableTokens(planned: Planned, { metric, remaining }: Verdict): number | null {
  const { output } = planned;
  if (!output.canShrink) return null;
  const tokens = tokensFor(planned, metric, remaining);
  return tokens !== null && tokens >= LEAST_OUTPUT_TOKENS && tokens < output.perChoice ? tokens : null;
}

/** Tokens a choice that a stream holds at first: fewer than usual where a limit is small. */
export function firstHold(planned: Planned): number {
  let tokens = planned.output.perChoice;
  for (const check of planned.plan.common) tokens = Math.min(tokens, shareOf(planned, check));
  for (const { checks } of planned.plan.candidates) {
    for (const check of checks) tokens = Math.min(tokens, shareOf(planned, check));
  }
  return tokens;
}

function shareOf(planned: Planned, { metric, limit, amount, bucket, hard, enforcement }: Check): number {
  const { perChoice } = planned.output;
  const share = Math.floor((bucket?.capacity ?? limit) / SHARE_OF_LIMIT);
  if (!hard || enforcement === "shadow" || amount <= share) return perChoice;
  const input = metric === "cost_nano_usd" && planned.pricing ? inputCost(planned) : planned.reservation.inputTokens;
  const tokens = tokensFor(planned, metric, share + (metric === "output_tokens" ? 0 : input));
  return tokens === null ? perChoice : Math.min(perChoice, Math.max(LEAST_FIRST_HOLD, tokens));
}

/** The most tokens a choice that cost, or are, at most `room` together with the input; null where output is not what counts. */
function tokensFor(planned: Planned, metric: Check["metric"], room: number): number | null {
  const { reservation, output, pricing } = planned;
  switch (metric) {
    case "output_tokens":
      return Math.floor(room / output.choices);
    case "total_tokens":
      return Math.floor((room - reservation.inputTokens) / output.choices);
    case "cost_nano_usd":
      return pricing === null ? null : mostTokens(output.perChoice, (tokens) => fits(planned, tokens, room));
    default:
      return null;
  }
}

function fits({ pricing, reservation, output }: Planned, tokens: number, room: number): boolean {
  return pricing !== null && boundCost(pricing, reservation.inputTokens, tokens * output.choices) <= room;
}

function inputCost({ pricing, reservation }: Planned): number {
  return pricing === null ? 0 : boundCost(pricing, reservation.inputTokens, 0);
}

/** The largest whole number up to `most` that fits; 0 where none does. */
function mostTokens(most: number, doFit: (tokens: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (doFit(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
