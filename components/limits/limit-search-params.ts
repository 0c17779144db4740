import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsId, parseAsText } from "@/components/logs/url-parsers";

export const LIMIT_STATUSES = ["active", "shadow", "disabled"] as const;

/** The limits' state in its URL. `limit` opens one limit's counters. */
export const limitSearchParams = {
  new: parseAsBoolean.withDefault(false),
  q: parseAsText(100).withDefault(""),
  status: parseAsStringLiteral(LIMIT_STATUSES),
  scope: parseAsText(40),
  sort: parseAsString.withDefault(""),
  page: parseAsInteger.withDefault(1),
  limit: parseAsId,
};
