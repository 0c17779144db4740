import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTexts, giveBackText, isTextAt, putText, readText } from "./texts";

/** Any UTF-16 units, halves of characters too. */
const text = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 40 });
const step = fc.record({ text, forget: fc.option(fc.nat(30)) });

describe("texts out of the garbage collector's sight", () => {
  it("are read and recognised unit by unit, whatever was put and given back before", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const texts = createTexts();
        const known: { block: number; text: string }[] = [];
        for (const { text: put, forget } of steps) {
          if (forget !== null) for (const { block } of known.splice(forget, 1)) giveBackText(texts, block);
          known.push({ block: putText(texts, put), text: put });
          for (const one of known) {
            expect(readText(texts, one.block)).toBe(one.text);
            for (const other of known) expect(isTextAt(texts, one.block, other.text)).toBe(one.text === other.text);
          }
        }
      }),
    );
  });

  it("may be longer than a chunk, and make way for others of their length", () => {
    const texts = createTexts();
    const long = "ab".repeat(100_000);
    const block = putText(texts, long);
    expect(putText(texts, "behind")).toBeGreaterThan(block);
    expect(readText(texts, block)).toBe(long);
    giveBackText(texts, block);
    expect(putText(texts, `${long.slice(0, -1)}c`)).toBe(block);
    expect(isTextAt(texts, block, long)).toBe(false);
  });
});
