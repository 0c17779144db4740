import "server-only";
import { ERROR_GUIDE } from "@/lib/kernel/error-guide";
import { GATEWAY_ERRORS } from "@/lib/kernel/errors";

type Code = keyof typeof ERROR_GUIDE;

const RETRY = {
  never: "Sent again unchanged, it is refused again: there is no Retry-After.",
  later: "Try again after the time in Retry-After.",
  after_reset: "Try again after the time in Retry-After, which is when the rule has room again.",
} as const;

const STREAM_TITLES: Readonly<Record<string, string>> = {
  budget_stopped: "Stopped by a budget or limit",
  upstream_cut: "Cut by the provider",
};

const GROUPS = [
  { id: "request", name: "The request", from: 400, to: 400 },
  { id: "key", name: "The key", from: 401, to: 401 },
  { id: "money", name: "Money", from: 402, to: 402 },
  { id: "rights", name: "What may be called", from: 403, to: 404 },
  { id: "shape", name: "Method, size and form", from: 405, to: 426 },
  { id: "limits", name: "Limits", from: 429, to: 431 },
  { id: "failures", name: "Failures", from: 500, to: 599 },
] as const;

/** Every code that the proxy answers with, under the status it comes with; from the same tables as the answers. */
export function errorReference() {
  const codes = Object.keys(ERROR_GUIDE).filter(isCode);
  const known = GROUPS.map(({ id, name, from, to }) => ({
    id,
    name,
    entries: codes.map(entryOf).filter(({ status }) => status !== null && status >= from && status <= to),
  }));
  const streams = codes.map(entryOf).filter(({ status }) => status === null);
  return [...known, { id: "streams", name: "In a stream", entries: streams }];
}

function entryOf(code: Code) {
  const { why, mend } = ERROR_GUIDE[code];
  if (!(code in GATEWAY_ERRORS)) {
    return { code, status: null, title: STREAM_TITLES[code] ?? code, retry: "The answer had begun.", why, mend };
  }
  const { status, title, retry } = factsOf(code);
  return { code, status, title, retry: RETRY[retry], why, mend };
}

function factsOf(code: string) {
  const found = Object.entries(GATEWAY_ERRORS).find(([name]) => name === code);
  if (!found) throw new TypeError(`${code} is no code of the proxy.`);
  return found[1];
}

function isCode(text: string): text is Code {
  return Object.hasOwn(ERROR_GUIDE, text);
}
