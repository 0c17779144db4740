import { describe, expect, it } from "vitest";
import { formatInstant, formatRelative, formatTick } from "./format-time";

const AT = "2026-03-29T22:04:17.123Z";

describe("instants", () => {
  it("are shown in the viewer's zone, on its date", () => {
    expect(formatInstant(AT, "UTC", "full")).toBe("Mar 29, 22:04:17");
    expect(formatInstant(AT, "Asia/Tokyo", "short")).toBe("Mar 30, 07:04");
    expect(formatInstant(AT, "Asia/Tokyo", "date")).toBe("Mar 30, 2026");
  });

  it("read as a distance from now, both ways", () => {
    const nowMs = Date.parse(AT);
    expect(formatRelative(AT, nowMs + 3_000)).toBe("just now");
    expect(formatRelative(AT, nowMs + 5 * 60_000)).toBe("5 min ago");
    expect(formatRelative(AT, nowMs + 3 * 3_600_000)).toBe("3 h ago");
    expect(formatRelative(AT, nowMs - 3 * 86_400_000)).toBe("in 3 d");
  });

  it("label an axis by the time of day within a day and by the date beyond", () => {
    expect(formatTick(AT, "UTC", 86_400_000)).toBe("22:04");
    expect(formatTick(AT, "UTC", 7 * 86_400_000)).toBe("Mar 29");
  });
});
