const DAY_MS = 86_400_000;

/** How long a new key lives. `date` asks for a day. */
export const EXPIRY_CHOICES = [
  { value: "never", label: "Never", days: null },
  { value: "7", label: "In 7 days", days: 7 },
  { value: "30", label: "In 30 days", days: 30 },
  { value: "90", label: "In 90 days", days: 90 },
  { value: "365", label: "In a year", days: 365 },
  { value: "date", label: "On a date…", days: null },
] as const;

/**
 * The expiry as ISO time. A date means the end of that day in the viewer's zone; an unreadable one is passed on as
 * typed, so that the server's check names the mistake.
 */
export function expiresAt(choice: string, date: string, nowMs: number): string | null {
  if (choice === "date") {
    const end = new Date(`${date}T23:59:59`);
    return Number.isNaN(end.getTime()) ? date : end.toISOString();
  }
  const days = EXPIRY_CHOICES.find(({ value }) => value === choice)?.days ?? null;
  return days === null ? null : new Date(nowMs + days * DAY_MS).toISOString();
}
