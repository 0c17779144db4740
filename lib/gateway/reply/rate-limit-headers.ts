import type { CompiledRule } from "@/lib/gateway/rules/compile-rule";
import type { Verdict } from "@/lib/ledger/rules";

/**
 * `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10) for every limit of the call, and OpenAI's
 * `x-ratelimit-*` for the tightest one of requests and of tokens. Budgets are money and stay between team and gateway.
 */
export function rateLimitHeaders(
  verdicts: readonly Verdict[],
  rules: readonly CompiledRule[],
  nowMs: number,
): [string, string][] {
  const headers: [string, string][] = [];
  let policies = "";
  let states = "";
  let requests: Verdict | null = null;
  let tokens: Verdict | null = null;
  for (const verdict of verdicts) {
    if (verdict.kind !== "rate_limit" || verdict.shadow) continue;
    const separator = policies === "" ? "" : ", ";
    policies += separator + policyOf(verdict, rules);
    states += separator + stateOf(verdict, nowMs);
    if (verdict.metric === "requests") requests = tighter(verdict, requests);
    else if (verdict.metric.endsWith("_tokens")) tokens = tighter(verdict, tokens);
  }
  if (policies === "") return headers;
  headers.push(["ratelimit-policy", policies], ["ratelimit", states]);
  if (requests) addOpenAi(headers, "requests", requests, nowMs);
  if (tokens) addOpenAi(headers, "tokens", tokens, nowMs);
  return headers;
}

function tighter(verdict: Verdict, before: Verdict | null): Verdict {
  return before === null || verdict.remaining < before.remaining ? verdict : before;
}

function policyOf({ ruleId, metric, name, limit }: Verdict, rules: readonly CompiledRule[]): string {
  const windowMs = rules.find(({ fixed }) => fixed.ruleId === ruleId)?.windowMs ?? null;
  const unit = metric === "concurrency" ? ';qu="concurrent-requests"' : metric === "requests" ? "" : ';qu="tokens"';
  const window = windowMs === null ? "" : `;w=${Math.max(1, Math.round(windowMs / 1_000))}`;
  return `${quoted(name)};q=${Math.floor(limit)}${unit}${window}`;
}

function stateOf({ name, remaining, resetsAtMs }: Verdict, nowMs: number): string {
  const reset = resetsAtMs === null ? "" : `;t=${secondsUntil(resetsAtMs, nowMs)}`;
  return `${quoted(name)};r=${Math.floor(remaining)}${reset}`;
}

function addOpenAi(
  headers: [string, string][],
  what: "requests" | "tokens",
  { limit, remaining, resetsAtMs }: Verdict,
  nowMs: number,
): void {
  headers.push([`x-ratelimit-limit-${what}`, String(Math.floor(limit))]);
  headers.push([`x-ratelimit-remaining-${what}`, String(Math.floor(remaining))]);
  if (resetsAtMs !== null) headers.push([`x-ratelimit-reset-${what}`, `${secondsUntil(resetsAtMs, nowMs)}s`]);
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
