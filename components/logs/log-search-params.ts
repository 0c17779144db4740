import { parseAsBoolean, parseAsStringLiteral } from "nuqs/server";
import { parseAsId, parseAsText } from "@/components/logs/url-parsers";
import { RANGE_MS, TIME_RANGES, type TimeRange } from "@/lib/ui/time-range";

export const STATUS_FILTERS = ["2xx", "4xx", "5xx", "refused"] as const;

/** The logs' state in its URL. `request` opens one request's details. */
export const logSearchParams = {
  range: parseAsStringLiteral(TIME_RANGES).withDefault("24h"),
  status: parseAsStringLiteral(STATUS_FILTERS),
  model: parseAsText(200),
  key: parseAsId,
  provider: parseAsId,
  q: parseAsText(100).withDefault(""),
  live: parseAsBoolean.withDefault(false),
  request: parseAsId,
};

export type LogFilters = {
  range: TimeRange;
  status: (typeof STATUS_FILTERS)[number] | null;
  model: string | null;
  key: string | null;
  provider: string | null;
  q: string;
};

type ListFilters = {
  from: string;
  status_class?: "2xx" | "4xx" | "5xx";
  decision?: "refused";
  model?: string;
  api_key_id?: string;
  provider_id?: string;
  q?: string;
};

/** What the URL asks for, as the list's input. The range ends now, so only its beginning is given. */
export function toListFilters(filters: LogFilters, nowMs: number): ListFilters {
  const { status, model, key, provider, q } = filters;
  return {
    from: new Date(nowMs - RANGE_MS[filters.range]).toISOString(),
    ...(status === "refused" ? { decision: "refused" } : status ? { status_class: status } : {}),
    ...(model ? { model } : {}),
    ...(key ? { api_key_id: key } : {}),
    ...(provider ? { provider_id: provider } : {}),
    ...(q.trim() ? { q: q.trim() } : {}),
  };
}
