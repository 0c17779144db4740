import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import type { CreditPurchase } from "./schema";

/** Amounts come as text, so that their digits survive. */
export const CREDIT_PURCHASE_COLUMNS =
  "id, kind, amount::text, remaining::text, reference, purchased_by, expires_at, created_at";

type Row = Omit<CreditPurchase, "kind" | "is_expired"> & { kind: string };

export function toCreditPurchase(row: Row, nowMs: number): CreditPurchase {
  const isRequests = row.kind === "requests";
  const whole = (text: string) => (isRequests ? (text.split(".", 1)[0] ?? text) : text);
  return {
    ...row,
    kind: isRequests ? "requests" : "money",
    amount: whole(row.amount),
    remaining: whole(row.remaining),
    is_expired: row.expires_at !== null && Date.parse(row.expires_at) <= nowMs,
  };
}

/** One purchase of the workspace. Throws `not_found`. */
export async function loadCreditPurchase(ctx: ServiceContext, id: string): Promise<CreditPurchase> {
  const { data } = await ctx.db
    .from("credit_purchases")
    .select(CREDIT_PURCHASE_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such purchase of credit in this workspace.");
  return toCreditPurchase(data, ctx.clock.nowMs());
}
