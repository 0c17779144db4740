import type { CompiledRule } from "@/lib/gateway/rules/compile-rule";
import type { Verdict } from "@/lib/ledger/rules";

type Named = { verdict: Verdict; windowMs: number | null };

/**
 * `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10) for every limit of the call, and OpenAI's
 * `x-ratelimit-*` for the tightest one of requests and of tokens. Budgets are money and stay between team and gateway.
 */
export function rateLimitHeaders(
  verdicts: readonly Verdict[],
  rules: readonly CompiledRule[],
  nowMs: number,
): [string, string][] {
  const limits: Named[] = [];
  for (const verdict of verdicts) {
    if (verdict.kind !== "rate_limit" || verdict.shadow) continue;
    limits.push({ verdict, windowMs: rules.find(({ fixed }) => fixed.ruleId === verdict.ruleId)?.windowMs ?? null });
  }
  if (limits.length === 0) return [];
  const headers: [string, string][] = [
    ["ratelimit-policy", limits.map(policyOf).join(", ")],
    ["ratelimit", limits.map((limit) => stateOf(limit, nowMs)).join(", ")],
  ];
  addOpenAi(headers, "requests", limits, nowMs, (metric) => metric === "requests");
  addOpenAi(headers, "tokens", limits, nowMs, (metric) => metric.endsWith("_tokens"));
  return headers;
}

function policyOf({ verdict, windowMs }: Named): string {
  const unit =
    verdict.metric === "concurrency"
      ? ';qu="concurrent-requests"'
      : verdict.metric === "requests"
        ? ""
        : ';qu="tokens"';
  const window = windowMs === null ? "" : `;w=${Math.max(1, Math.round(windowMs / 1_000))}`;
  return `${quoted(verdict.name)};q=${Math.floor(verdict.limit)}${unit}${window}`;
}

function stateOf({ verdict }: Named, nowMs: number): string {
  const reset = verdict.resetsAtMs === null ? "" : `;t=${secondsUntil(verdict.resetsAtMs, nowMs)}`;
  return `${quoted(verdict.name)};r=${Math.floor(verdict.remaining)}${reset}`;
}

function addOpenAi(
  headers: [string, string][],
  what: "requests" | "tokens",
  limits: readonly Named[],
  nowMs: number,
  isOf: (metric: string) => boolean,
): void {
  let tightest: Verdict | null = null;
  for (const { verdict } of limits) {
    if (isOf(verdict.metric) && (tightest === null || verdict.remaining < tightest.remaining)) tightest = verdict;
  }
  if (tightest === null) return;
  headers.push([`x-ratelimit-limit-${what}`, String(Math.floor(tightest.limit))]);
  headers.push([`x-ratelimit-remaining-${what}`, String(Math.floor(tightest.remaining))]);
  if (tightest.resetsAtMs !== null) {
    headers.push([`x-ratelimit-reset-${what}`, `${secondsUntil(tightest.resetsAtMs, nowMs)}s`]);
  }
}

/** Whole seconds, at least one while the instant lies ahead. */
export function secondsUntil(instantMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((instantMs - nowMs) / 1_000));
}

const MAX_REMEMBERED = 5_000;
const quotedNames = new Map<string, string>();

/** A structured-field string (RFC 9651): printable ASCII, quotes and backslashes escaped. */
function quoted(name: string): string {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  if (quotedNames.size >= MAX_REMEMBERED) quotedNames.clear();
  const text = escaped(name);
  quotedNames.set(name, text);
  return text;
}

function escaped(name: string): string {
  return `"${name.replace(/[^\x20-\x7e]/g, "?").replace(/["\\]/g, "\\$&")}"`;
}
