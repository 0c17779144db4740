import { describe, expect, it } from "vitest";
import { formText, lineList } from "./form-values";

describe("form values", () => {
  it("reads text trimmed, and what is not there as empty", () => {
    const data = new FormData();
    data.set("name", "  build ");
    expect(formText(data, "name")).toBe("build");
    expect(formText(data, "other")).toBe("");
  });

  it("takes models by line or comma, each once", () => {
    expect(lineList("gpt-4o\n openai/*, gpt-4o\n\n")).toEqual(["gpt-4o", "openai/*"]);
    expect(lineList("  ")).toEqual([]);
  });
});
