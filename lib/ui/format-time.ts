const LOCALE = "en-US";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(LOCALE, { ...options, hourCycle: "h23" });
  formatters.set(key, made);
  return made;
}

/** `Nov 20, 22:04:17` in the zone; `short` leaves the seconds out, `date` the time. */
export function formatInstant(iso: string, timeZone: string, style: "full" | "short" | "date"): string {
  const options: Intl.DateTimeFormatOptions =
    style === "date"
      ? { year: "numeric", month: "short", day: "numeric" }
      : { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" };
  if (style === "full") options.second = "2-digit";
  return formatterOf(`${style}:${timeZone}`, { ...options, timeZone }).format(new Date(iso));
}

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`, and the same ahead: `in 3 d`. */
export function formatRelative(iso: string, nowMs: number): string {
  const distanceMs = nowMs - new Date(iso).getTime();
  const sizeMs = Math.abs(distanceMs);
  if (sizeMs < 45_000) return distanceMs >= 0 ? "just now" : "in a moment";
  const text =
    sizeMs < HOUR_MS
      ? `${Math.max(1, Math.round(sizeMs / MINUTE_MS))} min`
      : sizeMs < DAY_MS
        ? `${Math.round(sizeMs / HOUR_MS)} h`
        : `${Math.round(sizeMs / DAY_MS)} d`;
  return distanceMs >= 0 ? `${text} ago` : `in ${text}`;
}

/** A tick of a time axis: the time of day for ranges up to a day, the date beyond. */
export function formatTick(iso: string, timeZone: string, rangeMs: number): string {
  const options: Intl.DateTimeFormatOptions =
    rangeMs <= DAY_MS ? { hour: "2-digit", minute: "2-digit" } : { month: "short", day: "numeric" };
  return formatterOf(`tick:${rangeMs <= DAY_MS}:${timeZone}`, { ...options, timeZone }).format(new Date(iso));
}
