import type { Period } from "@/lib/ledger/rules";
import { letGoOfRow, numberAt, type Rows, setNumber, takeRow } from "./rows";

/** A cell by the number of its row. */
export type CellRow = number;

/** What one rule counted for one subject in one period. `crossed` is the highest threshold reported, in percent. */
export type Cell = { startMs: number; endMs: number; used: number; held: number; crossed: number };

const [START, END, USED, HELD, CROSSED] = [0, 1, 2, 3, 4];

export function newCell(cells: Rows, { startMs, endMs }: Period): CellRow {
  const cell = takeRow(cells);
  setNumber(cells, cell, START, startMs);
  setNumber(cells, cell, END, endMs);
  for (const place of [USED, HELD, CROSSED]) setNumber(cells, cell, place, 0);
  return cell;
}

/** A row for what was counted before. */
export function putCell(cells: Rows, { startMs, endMs, used, held, crossed }: Cell): CellRow {
  const cell = newCell(cells, { startMs, endMs });
  setNumber(cells, cell, USED, used);
  setNumber(cells, cell, HELD, held);
  setNumber(cells, cell, CROSSED, crossed);
  return cell;
}

export function readCell(cells: Rows, cell: CellRow): Cell {
  return {
    startMs: startOf(cells, cell),
    endMs: endOf(cells, cell),
    used: usedOf(cells, cell),
    held: heldOf(cells, cell),
    crossed: crossedOf(cells, cell),
  };
}

export function periodOf(cells: Rows, cell: CellRow): Period {
  return { startMs: startOf(cells, cell), endMs: endOf(cells, cell) };
}

export const startOf = (cells: Rows, cell: CellRow): number => numberAt(cells, cell, START);
export const endOf = (cells: Rows, cell: CellRow): number => numberAt(cells, cell, END);
export const usedOf = (cells: Rows, cell: CellRow): number => numberAt(cells, cell, USED);
export const heldOf = (cells: Rows, cell: CellRow): number => numberAt(cells, cell, HELD);
export const crossedOf = (cells: Rows, cell: CellRow): number => numberAt(cells, cell, CROSSED);

export function setEnd(cells: Rows, cell: CellRow, endMs: number): void {
  setNumber(cells, cell, END, endMs);
}

export function setCrossed(cells: Rows, cell: CellRow, threshold: number): void {
  setNumber(cells, cell, CROSSED, threshold);
}

export function addHeldIn(cells: Rows, cell: CellRow, delta: number): void {
  setNumber(cells, cell, HELD, heldOf(cells, cell) + delta);
}

/** Soft and shadow rules may pass any amount; beyond 2^53-1 a counter stays there instead of losing digits. */
export function addUsedIn(cells: Rows, cell: CellRow, delta: number): void {
  setNumber(cells, cell, USED, Math.min(Number.MAX_SAFE_INTEGER, usedOf(cells, cell) + delta));
}

/** A cell of a period that is none of its counter's any more: it lasts for the entries that name it. */
export function loneCell(cells: Rows, cell: Cell): CellRow {
  const lone = putCell(cells, cell);
  letGoOfRow(cells, lone);
  return lone;
}
