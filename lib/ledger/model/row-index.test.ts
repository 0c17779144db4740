import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addRow, createLargeRowIndex, createRowIndex, findRow, hashOf, removeRow } from "./row-index";
import { NO_ROW } from "./rows";

/** Few hashes of one table, with their homes at its beginning and its end, so that they stand in each other's way. */
const hash = fc.constantFrom(0, 1, 2, 14, 15, 16, 31, 0x0f_ff_ff, 0x10_00_00);
const step = fc.record({ hash, row: fc.nat(12), isRemoval: fc.boolean() });

describe("the index of rows", () => {
  it("finds what was added and not removed, and nothing else", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), fc.boolean(), (steps, isLarge) => {
        const index = isLarge ? createLargeRowIndex() : createRowIndex();
        const hashes = new Map<number, number>();
        for (const one of steps) {
          const known = hashes.get(one.row);
          if (known === undefined) {
            addRow(index, one.hash, one.row);
            hashes.set(one.row, one.hash);
          } else if (one.isRemoval) {
            removeRow(index, known, one.row);
            hashes.delete(one.row);
          }
          for (let row = 0; row <= 12; row += 1) {
            const at = hashes.get(row);
            expect(findRow(index, at ?? one.hash, (found) => found === row)).toBe(at === undefined ? NO_ROW : row);
          }
        }
      }),
    );
  });

  it.each([createRowIndex, createLargeRowIndex])("grows with what it holds (%o)", (create) => {
    const index = create();
    const hashAt = (row: number) => hashOf(7, `subject-${row}`);
    for (let row = 0; row < 20_000; row += 1) addRow(index, hashAt(row), row);
    for (let row = 0; row < 20_000; row += 2) removeRow(index, hashAt(row), row);
    for (let row = 0; row < 20_000; row += 1) {
      expect(findRow(index, hashAt(row), (found) => found === row)).toBe(row % 2 === 0 ? NO_ROW : row);
    }
  });
});

describe("the hash of a name", () => {
  it("depends on its beginning and on every character, and spreads over all tables", () => {
    expect(hashOf(1, "subject")).not.toBe(hashOf(2, "subject"));
    expect(hashOf(1, "subject")).not.toBe(hashOf(1, "sabject"));
    const tables = new Set(Array.from({ length: 10_000 }, (_, n) => hashOf(1, `end-user-${n}`) >>> 24));
    expect(tables.size).toBe(256);
  });
});
