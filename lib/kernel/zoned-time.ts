import { InvalidPeriod } from "./durations";

/** A date and time of day as a zone's clocks show it. `month` is 1 to 12. */
export type LocalTime = { year: number; month: number; day: number; msOfDay: number };

const DAY_MS = 86_400_000;
const MAX_ZONES = 1_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Refuses a zone that the runtime's IANA data does not know. */
export function requireZone(zone: string): void {
  formatterOf(zone);
}

/** What the clocks of `zone` show at an instant. */
export function toLocal(zone: string, instantMs: number): LocalTime {
  return fromShifted(instantMs + offsetMs(zone, instantMs));
}

/**
 * The first instant at which the zone's clocks show `local` or later: in a gap the end of the gap,
 * in a repeated hour its first pass. `day` and `month` may overflow as in `Date.UTC`.
 */
export function toInstant(zone: string, local: LocalTime): number {
  const shifted = Date.UTC(local.year, local.month - 1, local.day) + local.msOfDay;
  if (zone === "UTC") return shifted;
  const before = shifted - offsetMs(zone, shifted - DAY_MS);
  const after = shifted - offsetMs(zone, shifted + DAY_MS);
  if (before === after) return before;
  const [earliest, latest] = before < after ? [before, after] : [after, before];
  if (earliest + offsetMs(zone, earliest) === shifted) return earliest;
  if (latest + offsetMs(zone, latest) === shifted) return latest;
  return endOfGap(zone, shifted, earliest, latest);
}

function endOfGap(zone: string, shifted: number, earliest: number, latest: number): number {
  let tooEarly = earliest - 1;
  let lateEnough = latest;
  while (lateEnough - tooEarly > 1) {
    const middle = Math.floor((tooEarly + lateEnough) / 2);
    if (middle + offsetMs(zone, middle) >= shifted) lateEnough = middle;
    else tooEarly = middle;
  }
  return lateEnough;
}

function offsetMs(zone: string, instantMs: number): number {
  if (zone === "UTC") return 0;
  const fields: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(instantMs)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / 1_000) * 1_000;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const formatter = createFormatter(zone);
  if (formatters.size >= MAX_ZONES) formatters.clear();
  formatters.set(zone, formatter);
  return formatter;
}

function createFormatter(timeZone: string): Intl.DateTimeFormat {
  const number = "2-digit";
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: number,
      day: number,
      hour: number,
      minute: number,
      second: number,
    });
  } catch (cause) {
    throw new InvalidPeriod(
      `"${timeZone.slice(0, 60)}" is not a known time zone. Use an IANA name such as Europe/Berlin or UTC.`,
      {
        cause,
      },
    );
  }
}

function fromShifted(shiftedMs: number): LocalTime {
  const date = new Date(shiftedMs);
  const startOfDay = Math.floor(shiftedMs / DAY_MS) * DAY_MS;
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    msOfDay: shiftedMs - startOfDay,
  };
}
