import type { Refusal } from "@/lib/gateway/refusal";
import type { Reply } from "@/lib/gateway/reply";
import { GATEWAY_ERRORS } from "@/lib/kernel/errors";
import { formatCents } from "@/lib/kernel/money";
import type { Verdict } from "@/lib/ledger/rules";
import { secondsUntil } from "./rate-limit-headers";

export type ErrorShape = "openai" | "anthropic";

const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
};
const SERVER_TYPE = "api_error";
const LATER_MS = 1_000;
/** Beyond this a client that waits by itself only hangs. */
const LONGEST_CLIENT_WAIT_S = 60;
const encoder = new TextEncoder();

/** The one shape of all refusals: both SDK families read `error`; `sluice` names the call and the rule behind it. */
export function renderRefusal(
  refusal: Refusal,
  facts: {
    requestId: string;
    shape: ErrorShape;
    nowMs: number;
    docsUrl: string;
    headers?: readonly [string, string][];
  },
): Reply {
  const { status } = GATEWAY_ERRORS[refusal.code];
  const type = TYPE_BY_STATUS[status] ?? (status < 500 ? "invalid_request_error" : SERVER_TYPE);
  const body = {
    ...(facts.shape === "anthropic" ? { type: "error" } : {}),
    error: { message: refusal.message, type, code: refusal.code, param: refusal.param },
    ...(facts.shape === "anthropic" ? { request_id: facts.requestId } : {}),
    sluice: {
      request_id: facts.requestId,
      ...(refusal.verdict ? { rule: describeRule(refusal.verdict) } : {}),
      docs_url: `${facts.docsUrl}#${refusal.code}`,
    },
  };
  const bytes = encoder.encode(JSON.stringify(body));
  return {
    status,
    headers: [
      ["content-type", "application/json; charset=utf-8"],
      ["content-length", String(bytes.byteLength)],
      ["cache-control", "no-store"],
      ["x-content-type-options", "nosniff"],
      ["x-sluice-request-id", facts.requestId],
      ["x-sluice-error", refusal.code],
      ...(status === 401 ? [["www-authenticate", 'Bearer realm="Sluice"'] as const] : []),
      ...(status === 405 ? [["allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"] as const] : []),
      ...(facts.headers ?? []),
      ...retryHeaders(refusal, facts.nowMs),
    ],
    body: bytes,
  };
}

/** How long waiting helps, in milliseconds from now; null where it does not. */
function waitMs(refusal: Refusal, nowMs: number): number | null {
  if (refusal.retryAfterMs !== null) return refusal.retryAfterMs;
  const { retry } = GATEWAY_ERRORS[refusal.code];
  if (retry === "never") return null;
  const resetsAtMs = refusal.verdict?.resetsAtMs ?? null;
  return retry === "after_reset" && resetsAtMs !== null ? Math.max(0, resetsAtMs - nowMs) : LATER_MS;
}

function retryHeaders(refusal: Refusal, nowMs: number): [string, string][] {
  const wait = waitMs(refusal, nowMs);
  if (wait === null) return [["x-should-retry", "false"]];
  const seconds = Math.max(1, secondsUntil(nowMs + wait, nowMs));
  const headers: [string, string][] = [["retry-after", String(seconds)]];
  if (seconds > LONGEST_CLIENT_WAIT_S) headers.push(["x-should-retry", "false"]);
  return headers;
}

/** A rule as refusals and the quota name it: money as decimal text in cents. */
export function describeRule(verdict: Verdict): Readonly<Record<string, unknown>> {
  const amount = (value: number): number | string => (verdict.metric === "cost_nano_usd" ? formatCents(value) : value);
  return {
    id: verdict.ruleId,
    name: verdict.name,
    scope: verdict.scope,
    metric: verdict.metric === "cost_nano_usd" ? "cost_cents" : verdict.metric,
    limit: amount(verdict.limit),
    used: amount(verdict.used),
    held: amount(verdict.held),
    resets_at: verdict.resetsAtMs === null ? null : new Date(verdict.resetsAtMs).toISOString(),
  };
}
