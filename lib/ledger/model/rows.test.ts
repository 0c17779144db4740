import { describe, expect, it } from "vitest";
import {
  createRows,
  giveBackRow,
  integerAt,
  letGoOfRow,
  nameRow,
  numberAt,
  setInteger,
  setNumber,
  takeRow,
  unnameRow,
} from "./rows";

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

  it("last for those who name them once they are let go", () => {
    const rows = createRows();
    const [named, other] = [takeRow(rows), takeRow(rows)];
    nameRow(rows, named);
    expect(unnameRow(rows, named)).toBe(false);
    nameRow(rows, named);
    nameRow(rows, named);
    expect([letGoOfRow(rows, named), letGoOfRow(rows, other)]).toEqual([false, true]);
    expect([unnameRow(rows, named), unnameRow(rows, named)]).toEqual([false, true]);
  });

  it("are named by nobody when they are taken again", () => {
    const rows = createRows();
    nameRow(rows, takeRow(rows));
    letGoOfRow(rows, 0);
    giveBackRow(rows, 0);
    expect([takeRow(rows), letGoOfRow(rows, 0)]).toEqual([0, true]);
  });

  it("are named apart from each other, however many there are", () => {
    const rows = createRows();
    for (let n = 0; n < MANY; n += 1) if (takeRow(rows) % 3 === 0) nameRow(rows, n);
    const isAlone = Array.from({ length: MANY }, (_, row) => letGoOfRow(rows, row));
    expect(isAlone.filter((alone, row) => alone === (row % 3 === 0))).toEqual([]);
  });
});
