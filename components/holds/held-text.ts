import { formatMoney } from "@/lib/ui/format-money";
import { formatCount } from "@/lib/ui/format-number";

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  requests: ["request", "requests"],
  input_tokens: ["input token", "input tokens"],
  output_tokens: ["output token", "output tokens"],
  total_tokens: ["token", "tokens"],
  concurrency: ["slot", "slots"],
};

/** An amount of a metric with its unit: `$0.0123`, `1 request`. Text that counts money is cents. */
export function heldText(metric: string, amount: string): string {
  if (metric === "cost_nano_usd") return formatMoney(amount);
  const [one, many] = UNITS[metric] ?? [metric, metric];
  const count = Number(amount);
  return `${formatCount(count)} ${Math.abs(count) === 1 ? one : many}`;
}
