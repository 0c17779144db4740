import { parsePrice } from "@/lib/kernel/money";
import type { ModelPricing } from "./find-price";

/** Charged for models without a price under the policy `floor_price`: $10 and $30 a million tokens, near the dear end of the market. */
export const FLOOR_PRICE: ModelPricing = {
  model: "floor",
  input: { base: parsePrice("0.00001"), tiers: [] },
  output: { base: parsePrice("0.00003"), tiers: [] },
  cacheRead: null,
  cacheWrite: null,
  cacheWrite1h: null,
  inputAudio: null,
  outputAudio: null,
  webSearch: null,
};
