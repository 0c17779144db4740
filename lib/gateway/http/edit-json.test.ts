import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editTopLevel, hasAmbiguousKeys, quotedNames } from "./edit-json";

describe("editTopLevel", () => {
  it("replaces values and adds keys, and leaves every other character", () => {
    const text = ' {"a" : {"model":"x"}, "model": "p/m" ,"n":1.0,"s":"\\"model\\": 1"}\n';
    expect(editTopLevel(text, { model: "m", max_tokens: 5 })).toBe(
      ' {"max_tokens":5,"a" : {"model":"x"}, "model": "m" ,"n":1.0,"s":"\\"model\\": 1"}\n',
    );
    expect(editTopLevel("{}", { a: 1 })).toBe('{"a":1}');
  });

  it("equals editing the parsed object", () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 });
    fc.assert(
      fc.property(object, object, fc.constantFrom(0, 2), (before, changes, indent) => {
        const edited: unknown = JSON.parse(editTopLevel(JSON.stringify(before, null, indent), changes));
        expect(edited).toEqual(JSON.parse(JSON.stringify({ ...before, ...changes })));
      }),
    );
  });
});

describe("hasAmbiguousKeys", () => {
  it.each([
    ['{"model":"a","model":"b"}', true],
    ['{"model":"a","m\\u006fdel":"b"}', true],
    ['{"model":"a","x":{"model":"b"}}', false],
    ['{"model":"a","x":"\\"model\\":"}', false],
    ['{"model":"a"}', false],
  ])("of %s: %s", (text, isAmbiguous) => {
    expect(hasAmbiguousKeys(text, JSON.parse(text), quotedNames(["model"]))).toBe(isAmbiguous);
  });
});
