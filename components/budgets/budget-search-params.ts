import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsText } from "@/components/logs/url-parsers";

export const BUDGET_STATUSES = ["active", "soft", "disabled"] as const;

/** The budgets' state in its URL. */
export const budgetSearchParams = {
  new: parseAsBoolean.withDefault(false),
  q: parseAsText(100).withDefault(""),
  status: parseAsStringLiteral(BUDGET_STATUSES),
  scope: parseAsText(40),
  sort: parseAsString.withDefault(""),
  page: parseAsInteger.withDefault(1),
};
