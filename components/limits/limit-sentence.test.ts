import { expect, it } from "vitest";
import { type LimitFacts, limitSentence } from "./limit-sentence";

const limit: LimitFacts = {
  subjects: [],
  per: [],
  metric: "requests",
  strategy: "FIXED_WINDOW",
  requests: 60,
  window_ms: 60_000,
  duration: null,
  calendar_aligned: false,
  timezone: "UTC",
  bucket_size: null,
  refill_rate: null,
  max_wait_ms: null,
  enforcement: "enforce",
};
const sentence = (facts: Partial<LimitFacts>) => limitSentence({ ...limit, ...facts });

it("says whom a limit is about, what fits and what becomes of the rest", () => {
  expect(sentence({})).toBe(
    "All calls of this workspace together may make at most 60 requests in each minute. More is refused with 429.",
  );
  expect(
    sentence({
      subjects: [
        { dimension: "project", name: "Search" },
        { dimension: "model", name: "gpt-*" },
      ],
      per: ["end_user", "model"],
      path: "/v1/chat",
      method: "POST",
      enforcement: "shadow",
    }),
  ).toBe(
    "Each end user and model in calls of project “Search” on model gpt-* at path /v1/chat by POST may make at most 60 requests in each minute. More is counted and shown, never refused.",
  );
});

it("says how each strategy gives room again", () => {
  expect(
    sentence({ strategy: "SLIDING_WINDOW", metric: "total_tokens", requests: 10_000, window_ms: 300_000 }),
  ).toContain("may use at most 10,000 tokens within any 5 minutes.");
  expect(sentence({ strategy: "TOKEN_BUCKET", requests: 3, refill_rate: 6 })).toContain(
    "may make 3 requests at once, refilled at 6 a second. More is refused with 429.",
  );
  expect(sentence({ strategy: "TOKEN_BUCKET", bucket_size: 10 })).toContain(
    "may make 10 requests at once, refilled at 60 requests a minute.",
  );
  expect(sentence({ strategy: "LEAKY_BUCKET", requests: 3, refill_rate: 0.1, max_wait_ms: 1_000 })).toContain(
    "evenly, at one in 10 seconds, with 3 requests in line. Each waits its turn for up to 1 second; whoever would wait longer is refused with 429.",
  );
  expect(sentence({ metric: "concurrency", requests: 1 })).toContain("may have at most 1 call running at a time.");
  expect(sentence({ duration: "1M", window_ms: null, calendar_aligned: true, timezone: "Europe/Berlin" })).toContain(
    "in each calendar month (Europe/Berlin).",
  );
});

it("reads on while numbers are missing", () => {
  expect(sentence({ requests: Number.NaN, window_ms: null })).toContain("at most … requests in each ….");
});
