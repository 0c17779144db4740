import { describe, expect, it } from "vitest";
import type { RateLimit } from "@/lib/services/rate-limits/schema";
import { CreateRateLimitInput } from "@/lib/services/rate-limits/schema";
import { limitDraftOf, limitInput, newLimitDraft } from "./limit-draft";

const draft = { ...newLimitDraft("Europe/Berlin"), name: "a limit" };

describe("a limit's draft", () => {
  it("is input that the server takes, with everything said", () => {
    const input = limitInput(draft);
    expect(CreateRateLimitInput.safeParse(input).success).toBe(true);
    expect(input).toMatchObject({
      requests: 60,
      window_ms: 60_000,
      duration: null,
      project_id: null,
      bucket_size: null,
    });
  });

  it("names days and longer as durations that follow the calendar, except for buckets", () => {
    const daily = { ...draft, windowCount: "2", windowUnit: "d" } as const;
    expect(limitInput(daily)).toMatchObject({ window_ms: null, duration: "2d", calendar_aligned: true });
    expect(limitInput({ ...daily, isAligned: false })).toMatchObject({ duration: "2d", calendar_aligned: false });
    expect(limitInput({ ...daily, strategy: "TOKEN_BUCKET" })).toMatchObject({
      window_ms: 172_800_000,
      duration: null,
      calendar_aligned: false,
    });
  });

  it("keeps what a strategy or metric does not know out of the input", () => {
    const full = { ...draft, bucketSize: "5", refillRate: "2", maxWaitMs: "100" };
    expect(limitInput(full)).toMatchObject({ bucket_size: null, refill_rate: null, max_wait_ms: null });
    expect(limitInput({ ...full, strategy: "LEAKY_BUCKET" })).toMatchObject({ bucket_size: 5, max_wait_ms: 100 });
    expect(limitInput({ ...full, strategy: "LEAKY_BUCKET", metric: "concurrency" })).toMatchObject({
      strategy: "FIXED_WINDOW",
      window_ms: null,
      bucket_size: null,
    });
  });

  it("comes back from a stored limit as it was", () => {
    const input = limitInput({
      ...draft,
      subjects: { model_pattern: "gpt-*" },
      per: ["end_user"],
      windowCount: "90",
      windowUnit: "s",
    });
    const stored = { ...input, counters: [], applies_to: [] } as unknown as RateLimit;
    expect(limitInput(limitDraftOf(stored))).toEqual(input);
  });
});
