export const KEY_RANGES = ["24h", "7d", "30d"] as const;
export type KeyRange = (typeof KEY_RANGES)[number];

/** What is said of the call that nobody makes; empty text is left open. */
export type Question = { provider: string; model: string; end_user: string; address: string; path: string };

export const OPEN_QUESTION: Question = { provider: "", model: "", end_user: "", address: "", path: "" };

/** Only what is said, as the endpoint takes it. */
export function saidOf(question: Question): Partial<Question> {
  return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== ""));
}
