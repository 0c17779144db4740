export type DurationUnit = "s" | "m" | "h" | "d" | "w" | "M" | "Y";

/** `count` of a unit; `m` is minutes, `M` months. Days and longer follow the calendar of a zone. */
export type Duration = { readonly count: number; readonly unit: DurationUnit };

const DURATION = /^([1-9]\d{0,8})([smhdwMY])$/;
const MS_BY_UNIT: Partial<Record<DurationUnit, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const CALENDAR_MAX = 100_000;

/** A period, duration or zone that cannot be used; the message says what to use instead. */
export class InvalidPeriod extends RangeError {
  override readonly name = "InvalidPeriod";
}

/** Reads `30s`, `5m`, `1h`, `1d`, `1w`, `1M` or `1Y`. */
export function parseDuration(text: string): Duration {
  const match = DURATION.exec(text);
  const count = Number(match?.[1]);
  const unit = match?.[2];
  if (!isUnit(unit) || (MS_BY_UNIT[unit] === undefined && count > CALENDAR_MAX)) {
    throw new InvalidPeriod(
      `"${text.slice(0, 40)}" is not a duration. Use a whole number and one of s, m, h, d, w, M (months), Y: 30s, 1h, 1d, 1M.`,
    );
  }
  return { count, unit };
}

/** Milliseconds of a duration below a day's units; null for days and longer, which the calendar decides. */
export function fixedLengthMs(duration: Duration): number | null {
  const unitMs = MS_BY_UNIT[duration.unit];
  return unitMs === undefined ? null : unitMs * duration.count;
}

function isUnit(text: string | undefined): text is DurationUnit {
  return text !== undefined && "smhdwMY".includes(text);
}
