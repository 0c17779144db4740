import { formatCents } from "@/lib/kernel/money";
import { toInstant, toLocal } from "@/lib/kernel/zoned-time";
import type { BudgetForecast } from "./schema";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Less counted time than this, and a share of the period, tells nothing of a pace. */
const LEAST_MS = HOUR_MS;
const LEAST_SHARE = 0.02;

/** Money in nano-dollars. `countedMs` is how long the budget has counted in its running period. */
export type ForecastFacts = {
  spentNano: number;
  heldNano: number;
  limitNano: number;
  countedMs: number;
  periodStartMs: number;
  periodEndMs: number;
  nowMs: number;
  zone: string;
};

/**
 * When a budget runs out if spending goes on at the average pace of its running period. No more precise than it can be:
 * a day, an hour, or five minutes when it is near, and nothing at all while too little has been seen.
 */
export function forecastBudget(facts: ForecastFacts): BudgetForecast {
  const { spentNano, heldNano, limitNano, countedMs, periodStartMs, periodEndMs, nowMs } = facts;
  if (spentNano + heldNano >= limitNano) return { outcome: "exhausted", ...paceOf(facts), ...NO_TIME };
  if (spentNano <= 0) return { outcome: "idle", pace_cents_per_day: null, projected_cents: null, ...NO_TIME };
  if (countedMs < Math.min(LEAST_MS, (periodEndMs - periodStartMs) * LEAST_SHARE))
    return { outcome: "too_early", pace_cents_per_day: null, projected_cents: null, ...NO_TIME };
  const leftMs = ((limitNano - spentNano) / spentNano) * countedMs;
  if (nowMs + leftMs >= periodEndMs) return { outcome: "lasts", ...paceOf(facts), ...NO_TIME };
  return { outcome: "runs_out", ...paceOf(facts), ...roundedTime(nowMs, leftMs, facts.zone) };
}

const NO_TIME = { runs_out_at: null, precision: null } as const;

function paceOf({ spentNano, countedMs, periodEndMs, nowMs }: ForecastFacts) {
  const perMs = countedMs > 0 ? spentNano / countedMs : 0;
  return {
    pace_cents_per_day: centsOf(perMs * DAY_MS),
    projected_cents: centsOf(spentNano + perMs * Math.max(0, periodEndMs - nowMs)),
  };
}

/** Downwards, rather too early than too late, but never into the past. */
function roundedTime(nowMs: number, leftMs: number, zone: string): Pick<BudgetForecast, "runs_out_at" | "precision"> {
  const atMs = nowMs + leftMs;
  if (leftMs >= 2 * DAY_MS) {
    const day = toInstant(zone, { ...toLocal(zone, Math.floor(atMs)), msOfDay: 0 });
    return { runs_out_at: new Date(day).toISOString(), precision: "day" };
  }
  const isNear = leftMs < 2 * HOUR_MS;
  const stepMs = isNear ? 5 * MINUTE_MS : HOUR_MS;
  const step = Math.max(Math.floor(atMs / stepMs), Math.ceil(nowMs / stepMs));
  return { runs_out_at: new Date(step * stepMs).toISOString(), precision: isNear ? "minute" : "hour" };
}

/** A pace has no digits worth more than whole cents from a dollar up. */
function centsOf(nano: number): string {
  return formatCents(Math.min(Number.MAX_SAFE_INTEGER, Math.round(nano)));
}
