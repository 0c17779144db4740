const SPAN = /[[(]"?([^",]*)"?,"?([^")\]]*)"?[)\]]/g;

/** How long a rule has counted within `[startMs, endMs)`, from Postgres's text of its `counted` multirange. */
export function countedMs(counted: string, startMs: number, endMs: number): number {
  let totalMs = 0;
  for (const [, from = "", to = ""] of counted.matchAll(SPAN)) {
    const fromMs = Math.max(startMs, from === "" ? startMs : readInstant(from));
    const toMs = Math.min(endMs, to === "" ? endMs : readInstant(to));
    totalMs += Math.max(0, toMs - fromMs);
  }
  return totalMs;
}

/** `2026-11-21 10:00:00.5+00`, as Postgres writes it. */
function readInstant(text: string): number {
  return Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
}
