import type { UnpricedPolicy } from "@/lib/services/api-keys/schema";

/** What becomes of a call whose model has no known price. */
export const UNPRICED_WORDS: Readonly<Record<UnpricedPolicy, string>> = {
  block: "Refuse the call",
  allow_and_alarm: "Let it pass, cost unknown",
  floor_price: "Charge the floor price",
};
