import { formatCents } from "@/lib/kernel/money";
import type { Amounts, Closing, RecordFields } from "@/lib/ledger/port";
import { amountOf } from "./check";
import type { OpenRequest } from "./state";

/** How a request ends whose process was not heard of again. */
export function interruptedClosing(request: OpenRequest, charges: readonly number[]): Closing {
  const charged = request.entries.findIndex(({ check }) => check.metric === "cost_nano_usd");
  const cost = charged === -1 ? undefined : charges[charged];
  return { outcome: "interrupted", fields: interruptedFields(request.metered, request.reserve, cost) };
}

/**
 * Its row says the money that the counters were charged, so that both agree; where no rule counts money or tokens, what
 * was metered last, else what was reserved. All estimated.
 */
export function interruptedFields(
  metered: Amounts | null,
  reserve: Amounts,
  chargedCost: number | undefined,
): RecordFields {
  const known = (metric: "input_tokens" | "output_tokens" | "cost_nano_usd") =>
    (metered && amountOf(metered, metric)) ?? amountOf(reserve, metric);
  const cost = chargedCost ?? known("cost_nano_usd");
  const input = known("input_tokens");
  const output = known("output_tokens");
  return {
    usage_estimated: true,
    ...(input === undefined ? {} : { tokens_input: input }),
    ...(output === undefined ? {} : { tokens_output: output }),
    ...(input === undefined || output === undefined ? {} : { tokens_total: input + output }),
    ...(cost === undefined ? {} : { cost_cents: formatCents(cost) }),
  };
}
