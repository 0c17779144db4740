import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePrice } from "@/lib/kernel/money";
import { boundCost, costOf } from "./cost";
import { createPriceFinder, type ModelPricing, type TieredPrice } from "./find-price";
import { NO_USAGE } from "./usage";

const find = createPriceFinder();
const query = {
  priceProviderId: "openai",
  baseUrl: "http://127.0.0.1:4010/v1",
  nowMs: Date.parse("2026-01-15T00:00:00Z"),
};
const claude = { ...query, priceProviderId: "anthropic" };

function priced(pricing: ModelPricing | null): ModelPricing {
  if (pricing === null) throw new Error("The catalogue has no such model.");
  return pricing;
}

describe("prices", () => {
  it("are found by dialect for aliases and dated ids, and not for what nobody sells", () => {
    expect(find({ ...query, model: "gpt-4o-2024-08-06" })?.model).toBe("gpt-4o");
    expect(find({ ...claude, model: "claude-sonnet-4-5-20250929" })?.model).toBe("claude-sonnet-4-5");
    expect(find({ ...query, model: "gpt-made-up" })).toBeNull();
    expect(find({ ...query, model: "claude-sonnet-4-5" })).toBeNull();
  });

  it("are those of the provider behind the URL where the catalogue knows it", () => {
    expect(
      find({ ...query, baseUrl: "https://api.groq.com/openai/v1", model: "llama-3.3-70b-versatile" }),
    ).not.toBeNull();
    expect(find({ ...query, model: "llama-3.3-70b-versatile" })).toBeNull();
  });

  it("count cached input, cache writes of both kinds and reasoning once each", () => {
    const pricing = priced(find({ ...claude, model: "claude-sonnet-4-5" }));
    const usage = {
      ...NO_USAGE,
      inputTokens: 10_000,
      cacheReadTokens: 3_000,
      cacheWriteTokens: 2_000,
      cacheWrite1hTokens: 500,
      outputTokens: 700,
      reasoningTokens: 300,
    };
    // 5000 x 3 + 3000 x 0.3 + 1500 x 3.75 + 500 x 6 + 700 x 15 dollars a million, in nano-dollars.
    expect(costOf(pricing, usage)).toBe(15_000_000 + 900_000 + 5_625_000 + 3_000_000 + 10_500_000);
  });

  it("rise for the whole request once its input passes a tier", () => {
    const pricing = priced(find({ ...claude, model: "claude-sonnet-4-5" }));
    expect(costOf(pricing, { ...NO_USAGE, inputTokens: 200_000, outputTokens: 10 })).toBe(
      200_000 * 3_000 + 10 * 15_000,
    );
    expect(costOf(pricing, { ...NO_USAGE, inputTokens: 200_001, outputTokens: 10 })).toBe(
      200_001 * 6_000 + 10 * 22_500,
    );
  });

  it("never make an answer dearer than its reservation, as long as the counts stay below it", () => {
    const pricing = priced(find({ ...claude, model: "claude-sonnet-4-5" }));
    const count = fc.integer({ min: 0, max: 400_000 });
    fc.assert(
      fc.property(count, count, count, count, (inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens) => {
        const usage = {
          ...NO_USAGE,
          inputTokens,
          cacheReadTokens,
          cacheWriteTokens,
          cacheWrite1hTokens: cacheWriteTokens,
          outputTokens,
        };
        expect(costOf(pricing, usage)).toBeLessThanOrEqual(boundCost(pricing, inputTokens, outputTokens));
      }),
    );
  });

  it("are exact: equal to rational arithmetic rounded once, half to even", () => {
    const price = (micro: number): TieredPrice => ({ base: parsePrice(`${micro}e-12`), tiers: [] });
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.nat(10_000_000),
        fc.nat(1_000_000),
        fc.nat(1_000_000),
        (input, output, i, o) => {
          const pricing = { ...priced(find({ ...query, model: "gpt-4o" })), input: price(i), output: price(o) };
          const pico = BigInt(input) * BigInt(i) + BigInt(output) * BigInt(o);
          const [whole, rest] = [pico / 1_000n, pico % 1_000n];
          const rounded = rest > 500n || (rest === 500n && whole % 2n === 1n) ? whole + 1n : whole;
          expect(costOf(pricing, { ...NO_USAGE, inputTokens: input, outputTokens: output })).toBe(Number(rounded));
        },
      ),
    );
  });
});
