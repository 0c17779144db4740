import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesModel, matchesPattern } from "./match-pattern";

describe("matchesPattern", () => {
  it("says what the plain reading of the pattern as an expression says", () => {
    const piece = fc.array(fc.constantFrom("a", "b", "/", "."), { maxLength: 3 }).map((list) => list.join(""));
    const pattern = fc.array(fc.oneof(piece, fc.constant("*")), { maxLength: 6 }).map((list) => list.join(""));
    const text = fc.array(fc.constantFrom("a", "b", "/", "."), { maxLength: 12 }).map((list) => list.join(""));
    fc.assert(
      fc.property(pattern, text, (wanted, given) => {
        const expression = new RegExp(`^${wanted.replaceAll(".", "\\.").replace(/\*+/g, "[^/]*")}$`);
        expect(matchesPattern(wanted, given)).toBe(expression.test(given));
      }),
      { numRuns: 20_000 },
    );
  });

  it("ends at once on a text that would keep an expression busy for ever", () => {
    expect(matchesPattern(`${"*a".repeat(60)}!`, "a".repeat(100_000))).toBe(false);
  });
});

describe("matchesModel", () => {
  it.each([
    ["openai/*", "openai", "gpt-new", true],
    ["openai/*", "openai", "ft/gpt", false],
    ["openai/*/*", "openai", "ft/gpt", true],
    ["*", "openai", "ft/gpt", true],
    ["**", "openai", "ft/gpt", true],
    ["gpt-*", "openai", "gpt-4o", true],
    ["gpt-*", "openai", "o3", false],
    ["*/gpt-4o", "openai", "gpt-4o", true],
  ])("%s on %s/%s: %s", (pattern, slug, model, isMatch) => {
    expect(matchesModel(pattern, slug, model)).toBe(isMatch);
  });
});
