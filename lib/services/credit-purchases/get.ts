import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadCreditPurchase } from "./load";
import type { CreditPurchase } from "./schema";

/** One purchase with what is left of it. */
export async function getCreditPurchase(call: { ctx: ServiceContext; input: IdInput }): Promise<CreditPurchase> {
  const { ctx } = call;
  requireScope(ctx, "credits:read");
  return await loadCreditPurchase(ctx, IdInput.parse(call.input).id);
}
