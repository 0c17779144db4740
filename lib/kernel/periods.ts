import { type Duration, fixedLengthMs, InvalidPeriod } from "./durations";
import { type LocalTime, requireZone, toInstant, toLocal } from "./zoned-time";

/** Half-open interval `[startMs, endMs)` in milliseconds since the Unix epoch. */
export type Period = { startMs: number; endMs: number };
export type PeriodPair = { current: Period; next: Period };

/**
 * How the periods of a rule are laid out.
 * - `calendar`: whole days, ISO weeks (Monday), months, quarters (`3M`) or years of a zone.
 * - `anchored`: `anchorMs + k * duration`, days and longer by the calendar of the zone.
 * - `fixed`: windows since the epoch up to a day; longer whole days and weeks by the calendar.
 */
export type PeriodPlan =
  | { kind: "calendar"; duration: Duration; zone: string; firstMonth?: number }
  | { kind: "anchored"; duration: Duration; zone: string; anchorMs: number }
  | { kind: "fixed"; windowMs: number; zone: string };

/** The period at an instant and the one after it. Remembers its last answer until that period ends. */
export type Periods = (nowMs: number) => PeriodPair;

const DAY_MS = 86_400_000;
const EPOCH: LocalTime = { year: 1970, month: 1, day: 1, msOfDay: 0 };
const EPOCH_MONDAY: LocalTime = { ...EPOCH, day: 5 };
const AVERAGE_DAYS = { d: 1, w: 7, M: 30.436875, Y: 365.2425 } as const;

/** Compiles a plan once; throws `InvalidPeriod` for an unknown zone, a sub-day calendar period or a bad window. */
export function createPeriods(plan: PeriodPlan): Periods {
  const boundary = boundaries(plan);
  let last: PeriodPair | null = null;
  return (nowMs) => {
    if (last && nowMs >= last.current.startMs && nowMs < last.current.endMs) return last;
    last = boundary(nowMs);
    return last;
  };
}

function boundaries(plan: PeriodPlan): Periods {
  requireZone(plan.zone);
  if (plan.kind === "fixed") return fixedWindows(plan.windowMs, plan.zone);
  const lengthMs = fixedLengthMs(plan.duration);
  if (plan.kind === "anchored") {
    if (!Number.isSafeInteger(plan.anchorMs))
      throw new InvalidPeriod("The anchor is not an instant. Use an ISO 8601 time.");
    return lengthMs === null
      ? calendarSteps(plan.duration, plan.zone, toLocal(plan.zone, plan.anchorMs), plan.anchorMs)
      : equalSteps(lengthMs, plan.anchorMs);
  }
  if (lengthMs !== null) {
    throw new InvalidPeriod(
      "Periods shorter than a day cannot be calendar-aligned. Use 1d or longer, or switch alignment off.",
    );
  }
  const first = plan.duration.unit === "w" ? EPOCH_MONDAY : { ...EPOCH, month: plan.firstMonth ?? 1 };
  return calendarSteps(plan.duration, plan.zone, first);
}

function fixedWindows(windowMs: number, zone: string): Periods {
  if (!Number.isSafeInteger(windowMs) || windowMs < 1) {
    throw new InvalidPeriod(`A window of ${windowMs} ms is not possible. Use a whole number of milliseconds from 1.`);
  }
  if (windowMs <= DAY_MS || windowMs % DAY_MS !== 0) return equalSteps(windowMs, 0);
  const days = windowMs / DAY_MS;
  return days % 7 === 0
    ? calendarSteps({ count: days / 7, unit: "w" }, zone, EPOCH_MONDAY)
    : calendarSteps({ count: days, unit: "d" }, zone, EPOCH);
}

function equalSteps(lengthMs: number, anchorMs: number): Periods {
  return (nowMs) => {
    const startMs = anchorMs + Math.floor((nowMs - anchorMs) / lengthMs) * lengthMs;
    const endMs = startMs + lengthMs;
    return { current: { startMs, endMs }, next: { startMs: endMs, endMs: endMs + lengthMs } };
  };
}

/** Steps count from the anchor, never from the step before, so that month ends do not drift. */
function calendarSteps(duration: Duration, zone: string, anchor: LocalTime, anchorMs?: number): Periods {
  const stepAt = (k: number) =>
    k === 0 && anchorMs !== undefined ? anchorMs : toInstant(zone, addSteps(anchor, duration, k));
  const averageMs = averageDays(duration) * DAY_MS;
  const originMs = stepAt(0);
  return (nowMs) => {
    let k = Math.floor((nowMs - originMs) / averageMs);
    while (stepAt(k) > nowMs) k -= 1;
    while (stepAt(k + 1) <= nowMs) k += 1;
    const startMs = stepAt(k);
    const endMs = stepAt(k + 1);
    let after = k + 2;
    // A zone that moves across the date line skips a day: its period would be empty.
    while (stepAt(after) <= endMs) after += 1;
    return { current: { startMs, endMs }, next: { startMs: endMs, endMs: stepAt(after) } };
  };
}

function averageDays({ count, unit }: Duration): number {
  if (unit !== "d" && unit !== "w" && unit !== "M" && unit !== "Y")
    throw new InvalidPeriod(`${count}${unit} has no calendar steps.`);
  return AVERAGE_DAYS[unit] * count;
}

function addSteps(anchor: LocalTime, { count, unit }: Duration, k: number): LocalTime {
  const steps = k * count;
  if (unit === "d" || unit === "w") return { ...anchor, day: anchor.day + steps * (unit === "w" ? 7 : 1) };
  const months = anchor.year * 12 + (anchor.month - 1) + steps * (unit === "Y" ? 12 : 1);
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  return { year, month, day: Math.min(anchor.day, daysInMonth(year, month)), msOfDay: anchor.msOfDay };
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
