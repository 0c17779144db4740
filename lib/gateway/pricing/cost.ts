import { type CostLine, costNanoUsd, type Price } from "@/lib/kernel/money";
import type { ModelPricing, TieredPrice } from "./find-price";
import type { Usage } from "./usage";

/** The cost of an answer in nano-dollars, exact and rounded once. Tiers go by the whole input, as the providers bill. */
export function costOf(pricing: ModelPricing, usage: Usage): number {
  const at = (price: TieredPrice): Price => priceAt(price, usage.inputTokens);
  const read = Math.min(usage.cacheReadTokens, usage.inputTokens);
  const written = Math.min(usage.cacheWriteTokens, usage.inputTokens - read);
  const writtenLong = Math.min(usage.cacheWrite1hTokens, written);
  const inputAudio = Math.min(usage.inputAudioTokens, usage.inputTokens - read - written);
  const outputAudio = Math.min(usage.outputAudioTokens, usage.outputTokens);
  const write = pricing.cacheWrite ?? pricing.input;
  const lines: CostLine[] = [
    { count: usage.inputTokens - read - written - inputAudio, price: at(pricing.input) },
    { count: usage.outputTokens - outputAudio, price: at(pricing.output) },
  ];
  if (read > 0) lines.push({ count: read, price: at(pricing.cacheRead ?? pricing.input) });
  if (written > writtenLong) lines.push({ count: written - writtenLong, price: at(write) });
  if (writtenLong > 0) lines.push({ count: writtenLong, price: at(pricing.cacheWrite1h ?? write) });
  if (inputAudio > 0) lines.push({ count: inputAudio, price: at(pricing.inputAudio ?? pricing.input) });
  if (outputAudio > 0) lines.push({ count: outputAudio, price: at(pricing.outputAudio ?? pricing.output) });
  if (usage.webSearches > 0 && pricing.webSearch)
    lines.push({ count: usage.webSearches, price: at(pricing.webSearch) });
  return costNanoUsd(lines);
}

/** What `inputTokens` and `outputTokens` cost at most: every input token at the dearest of the input's prices. */
export function boundCost(pricing: ModelPricing, inputTokens: number, outputTokens: number): number {
  const inputs = [pricing.input, pricing.cacheWrite, pricing.cacheWrite1h].filter((price) => price !== null);
  return costNanoUsd([
    { count: inputTokens, price: dearest(inputs.map((price) => priceAt(price, inputTokens))) },
    { count: outputTokens, price: priceAt(pricing.output, inputTokens) },
  ]);
}

function priceAt(price: TieredPrice, inputTokens: number): Price {
  let chosen = price.base;
  for (const tier of price.tiers) if (inputTokens > tier.startTokens) chosen = tier.price;
  return chosen;
}

function dearest(prices: readonly Price[]): Price {
  const [only] = prices;
  if (only && prices.length === 1) return only;
  let top: Price = { numerator: 0n, denominator: 1n };
  for (const price of prices) if (price.numerator * top.denominator > top.numerator * price.denominator) top = price;
  return top;
}
