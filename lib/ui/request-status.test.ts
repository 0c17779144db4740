import { describe, expect, it } from "vitest";
import { requestStatus } from "./request-status";

describe("requestStatus", () => {
  it.each([
    [{ status_code: 200, decision: "allowed", outcome: "completed" }, "200 OK", "success"],
    [{ status_code: 429, decision: "refused", outcome: "refused" }, "429 Refused", "warning"],
    [{ status_code: 429, decision: "allowed", outcome: "completed" }, "429 Error", "danger"],
    [{ status_code: 502, decision: "allowed", outcome: "failed" }, "502 Failed", "danger"],
    [{ status_code: 200, decision: "allowed", outcome: "partial" }, "200 Partial", "warning"],
    [{ status_code: null, decision: "allowed", outcome: "interrupted" }, "Interrupted", "danger"],
    [{ status_code: null, decision: "allowed", outcome: "cancelled" }, "Cancelled", "neutral"],
    [{ status_code: null, decision: null, outcome: null }, "No answer", "neutral"],
  ])("tells our refusal, the upstream's error and an early end apart: %j", (facts, label, tone) => {
    expect(requestStatus(facts)).toEqual({ label, tone });
  });
});
