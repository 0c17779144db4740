import { describe, expect, it } from "vitest";
import { snippetsFor } from "./snippets";

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
