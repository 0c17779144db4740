import { AppError } from "@/lib/kernel/errors";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a changing request that a foreign page may have sent with the member's cookie. Browsers set `Origin` on those
 * themselves; what sets neither it nor `Sec-Fetch-Site` is no browser and must say where it comes from.
 */
export function requireSameOrigin(method: string, headers: Headers): void {
  if (SAFE_METHODS.has(method) || headers.get("sec-fetch-site") === "same-origin") return;
  const origin = headers.get("origin");
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  if (origin !== null && URL.canParse(origin) && host !== null && new URL(origin).host === host.toLowerCase()) return;
  throw new AppError("forbidden", "This request comes from another site. Send it with our own Origin header.");
}
