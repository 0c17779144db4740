import { describe, expect, it } from "vitest";
import { formatMoney, formatMoneyExact } from "./format-money";

describe("formatMoney", () => {
  it.each([
    ["0", "$0.00"],
    ["0.0000000", "$0.00"],
    ["100", "$1.00"],
    ["123456.7", "$1,234.57"],
    ["99.995", "$1.00"],
    ["12.5", "$0.125"],
    ["1.23456", "$0.0123"],
    ["0.00123", "$0.0000123"],
    ["0.0000001", "$0.000000001"],
    ["0.0999999", "$0.001"],
    ["-250.5", "-$2.51"],
    ["90071992547409.9300000", "$900,719,925,474.10"],
  ])("reads %s cents as %s", (cents, shown) => {
    expect(formatMoney(cents)).toBe(shown);
  });

  it("never shows a cost that is not zero as zero", () => {
    for (let nano = 1; nano < 20_000_000; nano = nano * 3 + 1) {
      const cents = (nano / 10_000_000).toFixed(7);
      expect(formatMoney(cents)).toMatch(/[1-9]/);
    }
  });

  it("shows a dash for what is no amount", () => {
    expect(formatMoney(null)).toBe("—");
    expect(formatMoney("NaN")).toBe("—");
  });
});

describe("formatMoneyExact", () => {
  it("keeps every digit of a nano-dollar", () => {
    expect(formatMoneyExact("0.0012345")).toBe("$0.000012345");
    expect(formatMoneyExact("123456.7890123")).toBe("$1,234.567890123");
  });
});
