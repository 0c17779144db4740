import { describe, expect, it } from "vitest";
import { changeShare, formatBytes, formatCompact, formatDuration, formatShare } from "./format-number";

describe("numbers for reading", () => {
  it("keeps every digit below ten thousand and shortens beyond", () => {
    expect(formatCompact(9_999)).toBe("9,999");
    expect(formatCompact(12_345)).toBe("12.3K");
    expect(formatCompact(4_200_000)).toBe("4.2M");
  });

  it("never shows a share that is not zero as 0%", () => {
    expect(formatShare(0)).toBe("0%");
    expect(formatShare(0.00001)).toBe("<0.1%");
    expect(formatShare(0.0213)).toBe("2.1%");
    expect(formatShare(1)).toBe("100%");
  });

  it("picks the unit of a duration by its size", () => {
    expect(formatDuration(null)).toBe("—");
    expect(formatDuration(0.4213)).toBe("0.42 ms");
    expect(formatDuration(87.4)).toBe("87 ms");
    expect(formatDuration(1_240)).toBe("1.24 s");
    expect(formatDuration(59_999)).toBe("1 min 0 s");
    expect(formatDuration(125_000)).toBe("2 min 5 s");
  });

  it("shows bytes in decimal units", () => {
    expect(formatBytes(999)).toBe("999 B");
    expect(formatBytes(1536)).toBe("1.5 kB");
    expect(formatBytes(2_500_000)).toBe("2.5 MB");
  });

  it("has no change to show when there was nothing before", () => {
    expect(changeShare(10, 0)).toBeNull();
    expect(changeShare(15, 10)).toBe(0.5);
  });
});
