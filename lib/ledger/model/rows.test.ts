import { describe, expect, it } from "vitest";
import { createRows, giveBackRow, integerAt, numberAt, setInteger, setNumber, takeRow } from "./rows";

const MANY = 140_000;

describe("rows of numbers", () => {
  it("keep their first and last places apart, however many there are", () => {
    const rows = createRows();
    for (let n = 0; n < MANY; n += 1) {
      const row = takeRow(rows);
      setNumber(rows, row, 0, n);
      setInteger(rows, row, 15, -n);
    }
    const isKept = (row: number) => numberAt(rows, row, 0) === row && integerAt(rows, row, 15) === -row;
    expect(Array.from({ length: MANY }, (_, row) => row).filter((row) => !isKept(row))).toEqual([]);
  });

  it("begin as zeros, and are taken again with what they held", () => {
    const rows = createRows();
    expect([takeRow(rows), takeRow(rows)]).toEqual([0, 1]);
    expect(numberAt(rows, 0, 7)).toBe(0);
    setNumber(rows, 0, 7, 1.5);
    giveBackRow(rows, 0);
    expect([takeRow(rows), takeRow(rows)]).toEqual([0, 2]);
    expect(numberAt(rows, 0, 7)).toBe(1.5);
  });
});
