import { describe, expect, it } from "vitest";
import { storable } from "./storable";

describe("what is sent to jsonb", () => {
  it("has no NUL and no lone surrogate, in values and in names, however deep", () => {
    expect(storable([{ "a\u0000": { b: ["\ud800x", "ok 😀", 1, null, true] } }])).toEqual([
      { "a\ufffd": { b: ["\ufffdx", "ok 😀", 1, null, true] } },
    ]);
  });
});
