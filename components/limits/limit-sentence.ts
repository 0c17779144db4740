import { type Callers, whoSentence } from "@/components/metering/subject-sentence";
import type { RateLimit } from "@/lib/services/rate-limits/schema";
import { formatCount } from "@/lib/ui/format-number";
import { durationWords, windowWords } from "@/lib/ui/window-words";

export type LimitFacts = Callers &
  Pick<
    RateLimit,
    | "metric"
    | "strategy"
    | "requests"
    | "window_ms"
    | "duration"
    | "calendar_aligned"
    | "timezone"
    | "bucket_size"
    | "refill_rate"
    | "max_wait_ms"
    | "enforcement"
  >;

const UNITS: Readonly<Record<RateLimit["metric"], readonly [one: string, many: string]>> = {
  requests: ["request", "requests"],
  input_tokens: ["input token", "input tokens"],
  output_tokens: ["output token", "output tokens"],
  total_tokens: ["token", "tokens"],
  concurrency: ["call", "calls"],
};

/** What a limit means, in plain English. Numbers that were not typed yet read as `…`. */
export function limitSentence(facts: LimitFacts): string {
  return `${whoSentence(facts)} may ${allowance(facts)}. ${consequence(facts)}`;
}

/** `60 / minute`, `burst of 10`: the window and strategy for a narrow column. */
export function limitUnit(metric: RateLimit["metric"], count: number): string {
  return UNITS[metric][count === 1 ? 0 : 1];
}

function allowance(facts: LimitFacts): string {
  const { metric, strategy, requests } = facts;
  if (metric === "concurrency") return `have at most ${amount(requests, metric)} running at a time`;
  const verb = metric === "requests" ? "make" : "use";
  switch (strategy) {
    case "FIXED_WINDOW":
      return `${verb} at most ${amount(requests, metric)} in each ${windowWords(facts)}`;
    case "SLIDING_WINDOW":
      return `${verb} at most ${amount(requests, metric)} within any ${windowWords(facts)}`;
    case "TOKEN_BUCKET":
      return `${verb} ${amount(capacityOf(facts), metric)} at once, refilled ${refillWords(facts)}`;
    case "LEAKY_BUCKET":
      return `${verb} ${metric === "requests" ? "requests" : amount(null, metric)} evenly, ${refillWords(facts)}, with ${amount(capacityOf(facts), metric)} in line`;
  }
}

function consequence({ enforcement, strategy, metric, max_wait_ms: maxWaitMs }: LimitFacts): string {
  if (enforcement === "shadow") return "More is counted and shown, never refused.";
  if (strategy !== "LEAKY_BUCKET" || metric === "concurrency") return "More is refused with 429.";
  return maxWaitMs === null || maxWaitMs === 0
    ? "Whoever would have to wait is refused with 429."
    : `Each waits its turn for up to ${durationWords(maxWaitMs)}; whoever would wait longer is refused with 429.`;
}

function capacityOf({ bucket_size: size, requests }: LimitFacts): number {
  return size ?? requests;
}

function refillWords(facts: LimitFacts): string {
  const { refill_rate: rate, requests, window_ms: windowMs, metric } = facts;
  if (rate === null) return `at ${amount(requests, metric)} a ${windowWords({ ...facts, window_ms: windowMs })}`;
  return `at ${rate >= 1 || rate <= 0 ? `${formatRate(rate)} a second` : `one in ${durationWords(1000 / rate)}`}`;
}

function formatRate(rate: number): string {
  return Number.isNaN(rate) ? "…" : rate.toLocaleString("en-US", { maximumFractionDigits: 3 });
}

function amount(count: number | null, metric: RateLimit["metric"]): string {
  if (count === null) return UNITS[metric][1];
  if (Number.isNaN(count)) return `… ${UNITS[metric][1]}`;
  return `${formatCount(count)} ${limitUnit(metric, count)}`;
}
