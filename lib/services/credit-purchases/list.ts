import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { CREDIT_PURCHASE_COLUMNS, toCreditPurchase } from "./load";
import { type CreditPurchase, ListCreditPurchasesInput } from "./schema";

/** Credit that the workspace bought, newest first, with what is left of each. */
export async function listCreditPurchases(call: {
  ctx: ServiceContext;
  input: ListCreditPurchasesInput;
}): Promise<Page<CreditPurchase>> {
  const { ctx } = call;
  requireScope(ctx, "credits:read");
  const input = ListCreditPurchasesInput.parse(call.input);

  let query = ctx.db
    .from("credit_purchases")
    .select(CREDIT_PURCHASE_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  if (input.kind !== undefined) query = query.eq("kind", input.kind);
  const { data } = await query.throwOnError();
  const nowMs = ctx.clock.nowMs();
  return keysetPage(data, input.limit, (row) => toCreditPurchase(row, nowMs));
}
