import type { HeaderList } from "@/lib/gateway/reply";
import { KEY_HEADERS } from "./read-api-key";

/** RFC 9110, section 7.6.1, and its predecessors: fields of one connection. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
]);

const FORWARDED: ReadonlySet<string> = new Set(["accept", "content-type", "user-agent", "traceparent", "tracestate"]);

const NEVER_UPSTREAM =
  /^(?:cookie2?|host|forwarded|x-forwarded-.*|x-real-ip|via|x-sluice-.*|content-length|expect|cf-.*|true-client-ip)$/;

/** Upstream's cookies, its account's names, and what would bind the gateway's origin instead of the upstream's. */
const NEVER_DOWN =
  /^(?:set-cookie2?|alt-svc|strict-transport-security|public-key-pins|clear-site-data|service-worker-allowed|report-to|nel|reporting-endpoints|openai-organization|openai-project|anthropic-organization-id|access-control-.*|x-sluice-.*|ratelimit(?:-policy)?|x-ratelimit-.*|server|x-powered-by|date)$/;

export type RequestHeaderRules = {
  /** Names beside the common ones, lower case: the dialect's and the provider's. */
  forward: ReadonlySet<string>;
  strip: ReadonlySet<string>;
  /** Set by the provider's owner, over what the caller sent. */
  custom: HeaderList;
};

/** The caller's headers that may go to the upstream. Our key, cookies and forwarding headers never do, even when listed. */
export function toUpstreamHeaders(headers: HeaderList, rules: RequestHeaderRules): [string, string][] {
  const named = namedInConnection(headers);
  const kept: [string, string][] = [];
  for (const [name, value] of headers) {
    if (!FORWARDED.has(name) && !rules.forward.has(name)) continue;
    if (!mayGoUp(name) || named.has(name) || rules.strip.has(name)) continue;
    kept.push([name, value]);
  }
  for (const [name, value] of rules.custom) setHeader(kept, name, value);
  return kept;
}

/** The upstream's headers that may go to the caller; `content-length` stays, since the bytes do. */
export function toClientHeaders(headers: HeaderList): [string, string][] {
  const named = namedInConnection(headers);
  const kept: [string, string][] = [];
  for (const [name, value] of headers) {
    if (mayGoDown(name) && !named.has(name)) kept.push([name, value]);
  }
  return kept;
}

/** Sets one field, replacing any of that name; fields of the connection cannot be set. */
export function setHeader(headers: [string, string][], name: string, value: string): void {
  if (HOP_BY_HOP.has(name) || name === "host" || name === "content-length") return;
  for (let index = headers.length - 1; index >= 0; index -= 1)
    if (headers[index]?.[0] === name) headers.splice(index, 1);
  headers.push([name, value]);
}

export function headerOf(headers: HeaderList, name: string): string | null {
  for (const [own, value] of headers) if (own === name) return value;
  return null;
}

function mayGoUp(name: string): boolean {
  return !HOP_BY_HOP.has(name) && !KEY_HEADERS.has(name) && !NEVER_UPSTREAM.test(name);
}

const MAX_REMEMBERED = 2_000;
const goesDown = new Map<string, boolean>();

/** Remembered by name: providers send the same few with every answer. */
function mayGoDown(name: string): boolean {
  let may = goesDown.get(name);
  if (may === undefined) {
    may = !HOP_BY_HOP.has(name) && !NEVER_DOWN.test(name);
    if (goesDown.size >= MAX_REMEMBERED) goesDown.clear();
    goesDown.set(name, may);
  }
  return may;
}

const NONE: ReadonlySet<string> = new Set();

function namedInConnection(headers: HeaderList): ReadonlySet<string> {
  let names: Set<string> | null = null;
  for (const [name, value] of headers) {
    if (name !== "connection" || value === "keep-alive") continue;
    names ??= new Set();
    for (const part of value.split(",")) names.add(part.trim().toLowerCase());
  }
  return names ?? NONE;
}
