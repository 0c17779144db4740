import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costNanoUsd, formatCents, InvalidMoney, parseAmountCents, parseCents, parsePrice } from "./money";

describe("money", () => {
  it("counts $0.001 as 1,000,000 nano-dollars", () => {
    expect(parseCents("0.1")).toBe(1_000_000);
    expect(costNanoUsd([{ count: 1, price: parsePrice("0.001") }])).toBe(1_000_000);
  });

  it("keeps large amounts to the last nano-dollar", () => {
    expect(parseAmountCents("900000000")).toBe(9_000_000_000_000_000);
    expect(parseAmountCents("12345678")).toBe(123_456_780_000_000);
    expect(parseAmountCents("900719925")).toBe(9_007_199_250_000_000);
    expect(formatCents(9_007_199_249_999_999)).toBe("900719924.9999999");
  });

  it.each(["900719926", "900719925.0000001", "-1", "1e12"])("refuses %s cents as the amount of a rule", (text) => {
    expect(() => parseAmountCents(text)).toThrow(InvalidMoney);
  });

  it.each(["", " 1", "1.", ".5", "0x10", "NaN", "Infinity", "1,5", "1_000", "1e", "1e9999", "9".repeat(500)])(
    "refuses %j as money",
    (text) => {
      expect(() => parseCents(text)).toThrow(InvalidMoney);
      expect(() => parsePrice(text)).toThrow(InvalidMoney);
    },
  );

  it("refuses fractions of a nano-dollar in an amount, but not trailing zeros", () => {
    expect(() => parseCents("0.00000001")).toThrow("7 fractional digits");
    expect(parseCents("1.500000000000")).toBe(15_000_000);
  });

  it("rounds a request once, half to even", () => {
    const half = parsePrice("0.0000000005");
    expect(costNanoUsd([{ count: 1, price: half }])).toBe(0);
    expect(costNanoUsd([{ count: 3, price: half }])).toBe(2);
    expect(costNanoUsd([{ count: 5, price: half }])).toBe(2);
    expect(
      costNanoUsd([
        { count: 1, price: half },
        { count: 1, price: half },
      ]),
    ).toBe(1);
  });

  it("refuses a cost beyond 2^53-1 nano-dollars, negative prices and broken counts", () => {
    expect(() => costNanoUsd([{ count: 9_007_200, price: parsePrice("1") }])).toThrow("2^53-1");
    expect(() => parsePrice("-0.1")).toThrow("negative");
    for (const count of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => costNanoUsd([{ count, price: parsePrice("1") }])).toThrow(InvalidMoney);
    }
  });

  it("equals exact rational arithmetic rounded once, for ten thousand random prices and counts", () => {
    const line = fc.record({
      digits: fc.integer({ min: 0, max: 999_999 }),
      scale: fc.integer({ min: 0, max: 15 }),
      count: fc.integer({ min: 0, max: 2_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        const common = 10n ** 15n;
        const exact = lines.reduce(
          (sum, l) => sum + BigInt(l.count) * BigInt(l.digits) * 10n ** BigInt(15 - l.scale),
          0n,
        );
        const whole = (exact * 1_000_000_000n) / common;
        const rest = exact * 1_000_000_000n - whole * common;
        const up = rest * 2n > common || (rest * 2n === common && whole % 2n === 1n);
        const expected = whole + (up ? 1n : 0n);
        fc.pre(expected <= BigInt(Number.MAX_SAFE_INTEGER));
        expect(costNanoUsd(lines.map((l) => ({ count: l.count, price: parsePrice(`${l.digits}e-${l.scale}`) })))).toBe(
          Number(expected),
        );
      }),
      { numRuns: 10_000 },
    );
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (nano) => {
        expect(parseCents(formatCents(nano))).toBe(nano);
      }),
    );
  });
});
