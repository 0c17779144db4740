const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const STEPS: readonly (readonly [ms: number, word: string])[] = [
  [DAY_MS, "day"],
  [HOUR_MS, "hour"],
  [MINUTE_MS, "minute"],
  [SECOND_MS, "second"],
];
const UNITS: Readonly<Record<string, string>> = {
  s: "second",
  m: "minute",
  h: "hour",
  d: "day",
  w: "week",
  M: "month",
  Y: "year",
};
const DURATION = /^(\d+)([smhdwMY])$/;

type Window = { window_ms: number | null; duration: string | null; calendar_aligned: boolean; timezone: string };

/** `minute`, `5 minutes`, `calendar month (Europe/Berlin)`: what follows "in each". */
export function windowWords({ window_ms: windowMs, duration, calendar_aligned: isAligned, timezone }: Window): string {
  if (duration === null) return windowMs === null ? "…" : lengthWords(windowMs);
  const words = durationTextWords(duration);
  return isAligned ? `calendar ${words} (${timezone})` : words;
}

/** `1d` is `day`, `3M` is `3 months`; text that is no duration reads as `…`. */
export function durationTextWords(duration: string): string {
  const [, digits = "", unit = ""] = DURATION.exec(duration) ?? [];
  const word = UNITS[unit];
  if (word === undefined) return "…";
  return counted(Number(digits), word);
}

/** `60000` is `minute`, `90000` is `90 seconds`: the largest unit that keeps it whole. */
export function lengthWords(ms: number): string {
  const [unitMs, word] = STEPS.find(([size]) => ms >= size && ms % size === 0) ?? [1, "millisecond"];
  return counted(ms / unitMs, word);
}

/** As `lengthWords` with its number always: `1 second`, `100 milliseconds`. */
export function durationWords(ms: number): string {
  const words = lengthWords(Math.max(1, Math.round(ms)));
  return /^\d/.test(words) ? words : `1 ${words}`;
}

function counted(count: number, word: string): string {
  return count === 1 ? word : `${count} ${word}s`;
}
