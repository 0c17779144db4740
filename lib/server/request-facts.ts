import { isIP } from "node:net";
import { uuidV7 } from "@/lib/kernel/ids";
import { systemRandomness } from "@/lib/server/crypto-ports";
import { systemClock } from "@/lib/server/system-clock";

/** What is noted of a request for audit and sessions. */
export type RequestFacts = { requestId: string; ipAddress: string | null; userAgent: string | null };

export function readRequestFacts(headers: Headers): RequestFacts {
  return {
    requestId: uuidV7(systemClock.nowMs(), systemRandomness),
    ipAddress: clientAddress(headers.get("x-forwarded-for")),
    userAgent: headers.get("user-agent")?.slice(0, 300) ?? null,
  };
}

/** The right-most hop is the one that our own front door wrote; everything left of it is what a client claims. */
export function clientAddress(forwardedFor: string | null): string | null {
  const last = forwardedFor?.split(",").at(-1)?.trim() ?? "";
  return isIP(last) === 0 ? null : last;
}
