import type { EffectiveRule } from "@/lib/services/effective-rules/schema";
import { formatMoney } from "@/lib/ui/format-money";
import { formatCount } from "@/lib/ui/format-number";

export const METRIC_WORDS: Readonly<Record<EffectiveRule["metric"], string>> = {
  requests: "Calls",
  input_tokens: "Input tokens",
  output_tokens: "Output tokens",
  total_tokens: "Tokens",
  concurrency: "Calls at a time",
  cost_nano_usd: "Spend",
};

const WINDOWS: readonly (readonly [ms: number, word: string])[] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
];

/** ` a minute`, ` in 10 minutes`, ` as a bucket that refills`; empty where a period says it already. */
export function windowText({ strategy, window_ms: windowMs, metric }: EffectiveRule): string {
  if (metric === "concurrency") return "";
  if (strategy === "TOKEN_BUCKET") return ", a bucket that refills";
  if (strategy === "LEAKY_BUCKET") return ", a bucket that drains";
  if (windowMs === null) return "";
  const [unitMs, word] = WINDOWS.find(([ms]) => windowMs % ms === 0) ?? [1, "ms"];
  const count = windowMs / unitMs;
  const sliding = strategy === "SLIDING_WINDOW" ? ", sliding" : "";
  return count === 1 ? ` ${word === "hour" ? "an" : "a"} ${word}${sliding}` : ` in ${count} ${word}s${sliding}`;
}

/** The figures of a counter in words. */
export function figuresOf(rule: EffectiveRule): { used: string; left: string; refill: string } {
  const text = (amount: string) =>
    rule.metric === "cost_nano_usd" ? formatMoney(amount) : formatCount(Number(amount));
  const { limit, used, held, remaining } = rule;
  if (used === null || held === null || remaining === null) {
    return { used: `of ${text(limit)}`, left: "The ledger does not answer", refill: "" };
  }
  return {
    used: `${text(used)} of ${text(limit)}`,
    left: `${Number(held) > 0 ? `${text(held)} held, ` : ""}${text(remaining)} left`,
    refill:
      rule.metric === "concurrency"
        ? "Free again when a call ends"
        : rule.kind === "credits"
          ? "Until it is spent"
          : "Refills all the time",
  };
}
