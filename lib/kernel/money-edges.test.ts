import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costNanoUsd, formatCents, InvalidMoney, parseAmountCents, parseCents, parsePrice } from "./money";

const MAX = Number.MAX_SAFE_INTEGER;

describe("prices that are whole nano-dollars a unit", () => {
  it("cost what they say, by the digit", () => {
    expect(costNanoUsd([{ count: 4, price: parsePrice("0.000000002") }])).toBe(8);
    expect(costNanoUsd([{ count: 0, price: parsePrice("25e2") }])).toBe(0);
    expect(costNanoUsd([{ count: 3, price: parsePrice("25e2") }])).toBe(7_500_000_000_000);
    expect(costNanoUsd([{ count: MAX, price: parsePrice("1e-9") }])).toBe(MAX);
  });

  it("are refused beyond 2^53-1 nano-dollars, in one line or in several", () => {
    const price = parsePrice("1e-9");
    expect(() =>
      costNanoUsd([
        { count: MAX, price },
        { count: 1, price },
      ]),
    ).toThrow("2^53-1");
    expect(() => costNanoUsd([{ count: MAX, price: parsePrice("2e-9") }])).toThrow("2^53-1");
    expect(() => costNanoUsd([{ count: -1, price }])).toThrow("-1");
    expect(() => costNanoUsd([{ count: 0.5, price }])).toThrow("0.5");
  });

  it("add up exactly, alone and beside prices with a fraction, in any order", () => {
    const line = fc.record({
      count: fc.nat(1_000_000),
      nano: fc.nat(1_000_000),
      fraction: fc.constantFrom(0, 0, 0, 1, 5),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const given = lines.map(({ count, nano, fraction }) => ({
          count,
          price: parsePrice(`${nano}.${fraction}e-9`),
        }));
        const tenths = lines.reduce((sum, { count, nano, fraction }) => sum + count * (nano * 10 + fraction), 0);
        const below = Math.floor(tenths / 10);
        const rest = tenths - below * 10;
        const isUp = rest > 5 || (rest === 5 && below % 2 === 1);
        expect(costNanoUsd(given)).toBe(isUp ? below + 1 : below);
      }),
      { numRuns: 300 },
    );
  });
});

describe("amounts at their edges", () => {
  it("may be nothing, and the most that one counter holds, either way", () => {
    expect(parseAmountCents("0")).toBe(0);
    expect(parseCents("900719925.4740991")).toBe(MAX);
    expect(parseCents("-900719925.4740991")).toBe(-MAX);
    expect(() => parseCents("900719925.4740992")).toThrow(InvalidMoney);
    expect(() => parseCents("-900719925.4740992")).toThrow(InvalidMoney);
  });

  it("are shown with one digit before the point and seven behind", () => {
    expect([0, 1, -1, 10_000_000, MAX].map(formatCents)).toEqual([
      "0.0000000",
      "0.0000001",
      "-0.0000001",
      "1.0000000",
      "900719925.4740991",
    ]);
  });

  it("are read to 400 characters, and shown to 40 in a message", () => {
    expect(parseCents(`0.${"0".repeat(398)}`)).toBe(0);
    expect(() => parseCents(`0.${"0".repeat(399)}`)).toThrow(InvalidMoney);
    const text = `${"0123456789".repeat(4)}x`;
    expect(() => parseCents(text)).toThrow(`"${text.slice(0, 40)}..."`);
    expect(() => parseCents(text.slice(1))).toThrow(`"${text.slice(1)}"`);
  });
});
