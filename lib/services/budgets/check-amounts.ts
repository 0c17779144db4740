import { AppError } from "@/lib/kernel/errors";
import { parseCents } from "@/lib/kernel/money";

type Amount = number | string | null | undefined;
type Given = {
  amount_cents?: Amount;
  soft_amount_cents?: Amount;
  override_amount_cents?: Amount;
  override_until?: string | null | undefined;
  alert_thresholds?: readonly number[] | undefined;
};

/** Throws `invalid_input` with a field path unless the amounts of a budget make sense together. */
export function checkBudgetAmounts(given: Given, path = ""): void {
  const [field, message] = problemOf(given) ?? [];
  if (field === undefined || message === undefined) return;
  throw new AppError("invalid_input", `Check ${path}${field}.`, { fieldErrors: { [path + field]: message } });
}

function problemOf(given: Given): readonly [field: string, message: string] | null {
  const [amount, soft] = [nanoOf(given.amount_cents), nanoOf(given.soft_amount_cents)];
  if (amount !== null && soft !== null && soft > amount)
    return ["soft_amount_cents", "The soft amount must not be above the amount: it is there to be reached first."];
  if (typeof given.override_until === "string" && nanoOf(given.override_amount_cents) === null)
    return ["override_until", "There is no other amount that could end then. Give override_amount_cents as well."];
  const thresholds = given.alert_thresholds ?? [];
  if (new Set(thresholds).size !== thresholds.length) return ["alert_thresholds", "Name each threshold once."];
  return null;
}

function nanoOf(amount: Amount): number | null {
  return amount === null || amount === undefined ? null : parseCents(String(amount));
}
