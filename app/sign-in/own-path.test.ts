import { describe, expect, it } from "vitest";
import { ownPath } from "./own-path";

describe("ownPath", () => {
  it("keeps a path of this site with its query", () => {
    expect(ownPath("/demo/logs?range=7d")).toBe("/demo/logs?range=7d");
  });

  it.each([
    null,
    "",
    "demo",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
  ])("refuses %j, which leads elsewhere", (text) => {
    expect(ownPath(text)).toBeNull();
  });
});
