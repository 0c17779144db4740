import type { Period } from "@/lib/ledger/rules";
import { letGoOfRow, numberAt, type Rows, setNumber, takeRow } from "./rows";

/** A cell by the number of its row. */
export type CellRow = number;

/** What one rule counted for one subject in one period. `crossed` is the highest threshold reported, in percent. */
export type Cell = { startMs: number; endMs: number; used: number; held: number; crossed: number };

const [START, END, USED, HELD, CROSSED] = [1, 2, 3, 4, 5];

export function newCell(rows: Rows, { startMs, endMs }: Period): CellRow {
  const cell = takeRow(rows);
  setNumber(rows, cell, START, startMs);
  setNumber(rows, cell, END, endMs);
  for (const place of [USED, HELD, CROSSED]) setNumber(rows, cell, place, 0);
  return cell;
}

/** A row for what was counted before. */
export function putCell(rows: Rows, { startMs, endMs, used, held, crossed }: Cell): CellRow {
  const cell = newCell(rows, { startMs, endMs });
  setNumber(rows, cell, USED, used);
  setNumber(rows, cell, HELD, held);
  setNumber(rows, cell, CROSSED, crossed);
  return cell;
}

export function readCell(rows: Rows, cell: CellRow): Cell {
  return {
    startMs: startOf(rows, cell),
    endMs: endOf(rows, cell),
    used: usedOf(rows, cell),
    held: heldOf(rows, cell),
    crossed: crossedOf(rows, cell),
  };
}

export function periodOf(rows: Rows, cell: CellRow): Period {
  return { startMs: startOf(rows, cell), endMs: endOf(rows, cell) };
}

export const startOf = (rows: Rows, cell: CellRow): number => numberAt(rows, cell, START);
export const endOf = (rows: Rows, cell: CellRow): number => numberAt(rows, cell, END);
export const usedOf = (rows: Rows, cell: CellRow): number => numberAt(rows, cell, USED);
export const heldOf = (rows: Rows, cell: CellRow): number => numberAt(rows, cell, HELD);
export const crossedOf = (rows: Rows, cell: CellRow): number => numberAt(rows, cell, CROSSED);

export function setEnd(rows: Rows, cell: CellRow, endMs: number): void {
  setNumber(rows, cell, END, endMs);
}

export function setCrossed(rows: Rows, cell: CellRow, threshold: number): void {
  setNumber(rows, cell, CROSSED, threshold);
}

export function addHeldIn(rows: Rows, cell: CellRow, delta: number): void {
  setNumber(rows, cell, HELD, heldOf(rows, cell) + delta);
}

/** Soft and shadow rules may pass any amount; beyond 2^53-1 a counter stays there instead of losing digits. */
export function addUsedIn(rows: Rows, cell: CellRow, delta: number): void {
  setNumber(rows, cell, USED, Math.min(Number.MAX_SAFE_INTEGER, usedOf(rows, cell) + delta));
}

/** A cell of a period that is none of its counter's any more: it lasts for the entries that name it. */
export function loneCell(rows: Rows, cell: Cell): CellRow {
  const lone = putCell(rows, cell);
  letGoOfRow(rows, lone);
  return lone;
}
