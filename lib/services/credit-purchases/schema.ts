import { z } from "zod";
import { InvalidMoney, MAX_AMOUNT_CENTS, parseAmountCents } from "@/lib/kernel/money";
import { Timestamp } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";

const Kind = z.enum(["money", "requests"]).describe("US cents, or calls of any kind.");

/** `amount` in US cents, or in requests. */
export const CreateCreditPurchaseInput = z
  .strictObject({
    kind: Kind,
    amount: z
      .union([z.number(), z.string().trim().max(40)])
      .describe(`Cents as a number or decimal text with at most 7 fractional digits, or whole requests.`),
    reference: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .nullable()
      .optional()
      .describe("Of the invoice or payment. Each is taken once, so that a repeat sells nothing twice."),
    expires_at: Timestamp.nullable().optional().describe("Null never expires. What expires first is spent first."),
  })
  .superRefine(({ kind, amount }, issues) => {
    const problem = amountProblem(kind, String(amount));
    if (problem !== null) issues.addIssue({ code: "custom", path: ["amount"], message: problem });
  });
export type CreateCreditPurchaseInput = z.input<typeof CreateCreditPurchaseInput>;

export const ListCreditPurchasesInput = PageInput.extend({ kind: Kind.optional() });
export type ListCreditPurchasesInput = z.input<typeof ListCreditPurchasesInput>;

/** Amounts as decimal text: US cents, or requests. `remaining` is what the drained records have left of it. */
export const CreditPurchase = z.strictObject({
  id: z.string(),
  kind: Kind,
  amount: z.string(),
  remaining: z.string(),
  reference: z.string().nullable(),
  purchased_by: z.string().nullable(),
  expires_at: z.string().nullable(),
  is_expired: z.boolean(),
  created_at: z.string(),
});
export type CreditPurchase = z.infer<typeof CreditPurchase>;

function amountProblem(kind: z.infer<typeof Kind>, text: string): string | null {
  if (kind === "requests") {
    const count = Number(text);
    const isWhole = /^\d+$/.test(text) && count >= 1 && count <= MAX_AMOUNT_CENTS;
    return isWhole ? null : `Use whole requests from 1 to ${MAX_AMOUNT_CENTS}.`;
  }
  try {
    return parseAmountCents(text) > 0 ? null : "Use more than 0 cents.";
  } catch (error) {
    if (error instanceof InvalidMoney) return error.message;
    throw error;
  }
}
