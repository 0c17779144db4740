import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRows, giveBackRow, integerAt, setInteger, takeRow } from "./rows";
import { giveBackText, isTextAt, lengthOfText, putText, readText } from "./texts";

/** Any UTF-16 units, halves of characters too; and units of one byte alone, most of which fit into one row. */
const unitsUpTo = (last: number, maxLength: number) =>
  fc.string({ unit: fc.nat(last).map((unit) => String.fromCharCode(unit)), maxLength });
const text = fc.oneof(unitsUpTo(0xffff, 90), unitsUpTo(0xff, 180), unitsUpTo(0x102, 60), fc.constantFrom("", "\0"));
const step = fc.record({ text, forget: fc.option(fc.nat(30)) });

describe("texts out of the garbage collector's sight", () => {
  it("are read and recognised unit by unit, whatever was put and given back before", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const rows = createRows();
        const known: { row: number; text: string }[] = [];
        for (const { text: put, forget } of steps) {
          if (forget !== null) for (const { row } of known.splice(forget, 1)) giveBackText(rows, row);
          known.push({ row: putText(rows, put), text: put });
          for (const one of known) {
            expect(readText(rows, one.row)).toBe(one.text);
            expect(lengthOfText(rows, one.row)).toBe(one.text.length);
            for (const other of known) expect(isTextAt(rows, one.row, other.text)).toBe(one.text === other.text);
          }
        }
        for (const { row } of known) giveBackText(rows, row);
        expect(new Set(rows.free).size).toBe(rows.length);
      }),
    );
  });

  it("take one row up to 52 units of one byte or 26 of two", () => {
    const rows = createRows();
    const rowsOf = (put: string) => {
      const before = rows.length;
      putText(rows, put);
      return rows.length - before;
    };
    expect(["", "ÿ".repeat(52), "ÿ".repeat(53), "ÿ".repeat(104), "ÿ".repeat(105)].map(rowsOf)).toEqual([1, 1, 2, 2, 3]);
    expect(["Ā".repeat(26), "Ā".repeat(27), "Ā".repeat(52), "Ā".repeat(53)].map(rowsOf)).toEqual([1, 2, 2, 3]);
  });

  it("leave their neighbours and the first integer of their own row as they were", () => {
    const rows = createRows();
    const marked = () => {
      const row = takeRow(rows);
      for (let place = 0; place < 16; place += 1) setInteger(rows, row, place, -7);
      return row;
    };
    const neighbours = [marked()];
    const texts = ["ÿ".repeat(52), "Ā".repeat(26), ""].map((text) => {
      const hole = marked();
      neighbours.push(marked());
      giveBackRow(rows, hole);
      return putText(rows, text);
    });
    const marks = (row: number) => Array.from({ length: 16 }, (_, place) => integerAt(rows, row, place));
    for (const row of neighbours) expect(marks(row)).toEqual(new Array(16).fill(-7));
    expect(texts.map((row) => integerAt(rows, row, 0))).toEqual([-7, -7, -7]);
  });

  it("may be as long as they like, and make way for others", () => {
    const rows = createRows();
    const long = "ab".repeat(5_000);
    const first = putText(rows, long);
    expect(readText(rows, first)).toBe(long);
    giveBackText(rows, first);
    const taken = rows.length;
    const other = putText(rows, `${long.slice(0, -1)}c`);
    expect(rows.length).toBe(taken);
    expect([long, `${long.slice(0, -1)}c`].map((one) => isTextAt(rows, other, one))).toEqual([false, true]);
  });

  it("are not taken for others whose units, packed together, would be the same", () => {
    const rows = createRows();
    const row = putText(rows, "AA");
    expect([isTextAt(rows, row, "AA"), isTextAt(rows, row, "\u4141"), isTextAt(rows, row, "\u0141@")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
