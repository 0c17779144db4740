import { describe, expect, it } from "vitest";
import { modelFor, snippetsAcross, snippetsFor } from "./snippets";

const target = { origin: "https://sluice.example", slug: "main", key: "slc_live_x", model: "gpt-4o-mini" };

describe("snippetsFor", () => {
  it("puts the provider's own base URL and the key into every snippet", () => {
    for (const dialect of ["openai", "anthropic", "http"]) {
      for (const { code } of snippetsFor({ ...target, dialect })) {
        expect(code).toContain("https://sluice.example/api/proxy/main");
        expect(code).toContain("slc_live_x");
      }
    }
  });

  it("offers the SDKs of the provider's dialect only", () => {
    expect(snippetsFor({ ...target, dialect: "openai" }).map(({ id }) => id)).toEqual([
      "curl",
      "openai-ts",
      "openai-py",
    ]);
    expect(snippetsFor({ ...target, dialect: "anthropic" }).map(({ id }) => id)).toEqual(["curl", "anthropic-ts"]);
    expect(snippetsFor({ ...target, dialect: "http" }).map(({ id }) => id)).toEqual(["curl"]);
  });
});

describe("snippetsAcross", () => {
  const openai = { ...target, slug: "first", dialect: "openai" };
  const claude = { ...target, slug: "claude", dialect: "anthropic" };
  const baseOf = (snippets: ReturnType<typeof snippetsAcross>, id: string) =>
    /proxy\/([a-z-]+)/.exec(snippets.find((snippet) => snippet.id === id)?.code ?? "")?.[1];

  it("offers curl and both SDKs in the same order, whichever provider comes first", () => {
    for (const targets of [
      [openai, claude],
      [claude, openai],
    ]) {
      expect(snippetsAcross(targets).map(({ id }) => id)).toEqual(["curl", "openai-ts", "openai-py", "anthropic-ts"]);
    }
  });

  it("calls the first provider with curl and gives each SDK a provider that speaks its dialect", () => {
    const snippets = snippetsAcross([claude, openai, { ...openai, slug: "second" }]);
    expect(baseOf(snippets, "curl")).toBe("claude");
    expect(baseOf(snippets, "openai-py")).toBe("first");
    expect(baseOf(snippets, "anthropic-ts")).toBe("claude");
  });

  it("is empty where there is nothing to call", () => {
    expect(snippetsAcross([])).toEqual([]);
  });
});

describe("modelFor", () => {
  it("names an allowed model that fits the dialect, never a pattern", () => {
    const models = ["gpt-*", "claude-haiku-4-5", "gpt-4o"];
    expect(modelFor("anthropic", models)).toBe("claude-haiku-4-5");
    expect(modelFor("openai", models)).toBe("gpt-4o");
  });

  it("names what is allowed rather than what is not, and an example where all is allowed", () => {
    expect(modelFor("openai", ["claude-haiku-4-5"])).toBe("claude-haiku-4-5");
    expect(modelFor("openai", ["gpt-*"])).toBe("gpt-4o-mini");
  });
});
