import { describe, expect, it } from "vitest";
import { slugify } from "./slugify";

describe("slugify", () => {
  it.each([
    ["OpenAI (EU)", "openai-eu"],
    ["  Zürich  Mod€ls ", "zurich-mod-ls"],
    ["---", ""],
    [`${"a".repeat(47)} b`, "a".repeat(47)],
  ])("makes %j into %j", (name, slug) => {
    expect(slugify(name)).toBe(slug);
  });
});
