import { describe, expect, it } from "vitest";
import { median, percentile, spread } from "./statistics";

describe("the bench's statistics", () => {
  it("takes the middle of an odd number of values and the mean of the two middle ones of an even number", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it("reads a percentile between the nearest ranks", () => {
    expect(percentile([0, 10], 99)).toBeCloseTo(9.9);
    expect(percentile([7], 99)).toBe(7);
  });

  it("says how far apart the rounds lay as a part of the median", () => {
    expect(spread([90, 100, 120])).toBeCloseTo(0.3);
    expect(spread([5, 5])).toBe(0);
  });

  it("refuses to make up a figure where nothing was measured", () => {
    expect(() => median([])).toThrow(RangeError);
  });
});
