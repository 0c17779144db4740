import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor, TIMESTAMP_PATTERN, UUID_PATTERN } from "@/lib/services/cursor";

const parts = ["2026-11-20T22:00:00.123+00:00", "01932c07-209f-7f3a-9a41-3f6c1f0b7d52"];
const patterns = [TIMESTAMP_PATTERN, UUID_PATTERN] as const;

describe("cursors", () => {
  it("survive a URL unchanged", () => {
    const cursor = encodeCursor(parts);
    expect(encodeURIComponent(cursor)).toBe(cursor);
    expect(decodeCursor(cursor, patterns)).toEqual(parts);
  });

  it.each([
    ["rubbish", "%%%"],
    ["not JSON", btoa("nope")],
    ["another shape", encodeCursor(["x"])],
    ["a filter smuggled in", encodeCursor([parts[0] ?? "", "x,or(id.neq.0)"])],
  ])("are refused as the caller's mistake when they hold %s", (_what, cursor) => {
    expect(() => decodeCursor(cursor, patterns)).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });
});
