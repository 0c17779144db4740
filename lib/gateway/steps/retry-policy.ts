import { headerOf } from "@/lib/gateway/http/header-rules";
import type { UpstreamFailure, UpstreamReply } from "@/lib/gateway/ports";
import type { Randomness } from "@/lib/kernel/clock";
import { fraction } from "./choose-candidates";

/** `pass`: the answer of the call. `retry`: another try may succeed. `retire`: this credential is of no use for this call. */
export type Judgement = "pass" | "retry" | "retire";

const MAX_BACKOFF_MS = 5_000;
const MAX_DOUBLINGS = 10;

/** A timeout is not retried: the upstream may be working on the call, and be paid for it. */
export function judge(result: UpstreamReply | UpstreamFailure, isAi: boolean): Judgement {
  if ("failure" in result) return result.failure === "unreachable" ? "retry" : "pass";
  if (result.status === 429 || (result.status >= 500 && result.status !== 501 && result.status !== 505)) return "retry";
  // A plain API may mean the caller's own rights by these; an AI provider means the credential.
  if (isAi && (result.status === 401 || result.status === 402 || result.status === 403)) return "retire";
  return "pass";
}

/** What the upstream asks for, in seconds or as a date (RFC 9110, section 10.2.3); null if it does not. */
export function retryAfterMs(result: UpstreamReply | UpstreamFailure, nowMs: number): number | null {
  if ("failure" in result) return null;
  const milliseconds = headerOf(result.headers, "retry-after-ms");
  if (milliseconds !== null && /^\d{1,9}$/.test(milliseconds)) return Number(milliseconds);
  const text = headerOf(result.headers, "retry-after");
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}

/** `min(delay x 2^n, 5 s)`, of which the upper half is random so that callers do not come back together. */
export function backoffMs(retryDelayMs: number, retry: number, random: Randomness): number {
  const full = Math.min(Math.max(1, retryDelayMs) * 2 ** Math.min(retry, MAX_DOUBLINGS), MAX_BACKOFF_MS);
  return Math.ceil(full / 2 + (full / 2) * fraction(random));
}
