const LOCALE = "en-US";
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 });

/** `12345` is `12,345`. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** `12345` is `12.3K`; below ten thousand every digit is shown. */
export function formatCompact(value: number): string {
  return Math.abs(value) < 10_000 ? whole.format(value) : compact.format(value);
}

/** A share from 0 to 1 as per cent; a share that is not zero never reads as `0%`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0%";
  if (percent < 0.1) return "<0.1%";
  return `${percent < 10 ? percent.toFixed(1).replace(/\.0$/, "") : Math.round(percent)}%`;
}

/** A duration for reading: `0.42 ms`, `87 ms`, `1.24 s`, `2 min 5 s`. */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null) return "—";
  if (durationMs < 10) return `${Number(durationMs.toFixed(2))} ms`;
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_995) return `${(durationMs / 1000).toFixed(durationMs < 9_995 ? 2 : 1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1536` is `1.5 kB` (decimal units). */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return "—";
  if (bytes < 1000) return `${bytes} B`;
  const isMega = bytes >= 1_000_000;
  return `${(bytes / (isMega ? 1_000_000 : 1000)).toFixed(1)} ${isMega ? "MB" : "kB"}`;
}

/** The change from `before` to `now` as a share of `before`; null where there is nothing to compare with. */
export function changeShare(now: number, before: number): number | null {
  return before > 0 ? (now - before) / before : null;
}
