import type { Dialect } from "./dialect";

/** Any HTTP API: nothing is read, so nothing but requests, bytes and time is counted. */
export const http: Dialect = {
  name: "http",
  isAi: false,
  priceProviderId: null,
  errorShape: "openai",
  credential: { header: "authorization", prefix: "Bearer " },
  forwardHeaders: [
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-unmodified-since",
    "if-range",
    "range",
    "prefer",
    "idempotency-key",
    "accept-language",
    "cache-control",
    "soapaction",
  ],
  endpoints: [],
  endUser: () => null,
  streamError: (code, message) => `event: error\ndata: ${JSON.stringify({ error: { message, code } })}\n\n`,
};
