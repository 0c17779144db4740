import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFault } from "./find-json-fault";

describe("findJsonFault", () => {
  it.each([
    ['{"a":1,}', 7],
    ['{"a":1 "b":2}', 7],
    ["{'a':1}", 1],
    ['{"a" 1}', 5],
    ['{"a":hunter2}', 5],
    ["[1,2,]", 5],
    ['{"a":"b\nc"}', 5],
    ['{"a":1}}', 7],
    ['{"a":', 5],
    ['{"a":[1,{"b":2}', 15],
    ["01", 1],
    ["", 0],
  ])("of %j is at %i", (text, at) => {
    expect(findJsonFault(text)).toBe(at);
  });

  it("runs to the end of every valid text", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(findJsonFault(text)).toBe(text.length);
      }),
    );
  });

  it("finds a fault before the end exactly where the engine refuses a complete text", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(",", ":", "}", "]", "x", '"'), (text, seed, wrong) => {
        const place = seed % (text.length + 1);
        const broken = `${text.slice(0, place)}${wrong}${text.slice(place)}`;
        if (findJsonFault(broken) < broken.length) expect(() => JSON.parse(broken)).toThrow(SyntaxError);
      }),
    );
  });
});
