import { describe, expect, it } from "vitest";
import { parseAsId, parseAsText } from "./url-parsers";

describe("parsers of the logs' URL", () => {
  it("takes an id and ignores anything else", () => {
    expect(parseAsId.parse("01a1fb29-c5af-72d0-ab8f-73b83b367051")).toBe("01a1fb29-c5af-72d0-ab8f-73b83b367051");
    for (const text of ["", "nope", "01a1fb29", "' or 1=1"]) expect(parseAsId.parse(text)).toBeNull();
  });

  it("ignores text that is longer than the list accepts", () => {
    expect(parseAsText(3).parse("abc")).toBe("abc");
    expect(parseAsText(3).parse("abcd")).toBeNull();
  });
});
