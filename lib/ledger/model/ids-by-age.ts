import { addRow, createRowIndex, findRow, type Hasher, removeRow } from "./row-index";
import { createRows, integerAt, NO_ROW, setInteger } from "./rows";
import { giveBackText, isTextAt, putText, readText, type TextRow } from "./texts";

/** In a text's row: its hash. Texts leave that place to whoever puts them. */
const HASH = 0;

/**
 * Ids that name rows, in the order in which they came: the oldest go first. Many thousands that change with every call
 * would make a `Map` of strings one of the dearest things about a call.
 */
export class IdsByAge {
  readonly #hashOf: Hasher;
  readonly #index = createRowIndex();
  readonly #texts = createRows();
  /** Of each row. */
  readonly #textOf: TextRow[] = [];
  /** Rows, the oldest first, behind those that are gone. */
  readonly #order: number[] = [];
  #gone = 0;

  constructor(hashOf: Hasher) {
    this.#hashOf = hashOf;
  }

  get size(): number {
    return this.#order.length - this.#gone;
  }

  /** The row of an id, else `NO_ROW`. */
  find(id: string): number {
    const texts = this.#texts;
    return findRow(this.#index, this.#hashOf(id), (row) => isTextAt(texts, this.#textOf[row] ?? NO_ROW, id));
  }

  /** The id must not be there yet. */
  add(id: string, row: number): void {
    const hash = this.#hashOf(id);
    const text = putText(this.#texts, id);
    setInteger(this.#texts, text, HASH, hash);
    this.#textOf[row] = text;
    this.#order.push(row);
    addRow(this.#index, hash, row);
  }

  /** Answers the row that the oldest id named, which nobody finds any more; `NO_ROW` where there is none. */
  dropOldest(): number {
    const row = this.#order[this.#gone];
    if (row === undefined) return NO_ROW;
    const text = this.#textOf[row] ?? NO_ROW;
    removeRow(this.#index, integerAt(this.#texts, text, HASH), row);
    giveBackText(this.#texts, text);
    this.#gone += 1;
    if (this.#gone * 2 > this.#order.length) {
      this.#order.splice(0, this.#gone);
      this.#gone = 0;
    }
    return row;
  }

  /** The youngest ids, at most so many, the oldest of them first. */
  latest(count: number): string[] {
    const from = Math.max(this.#gone, this.#order.length - count);
    return this.#order.slice(from).map((row) => readText(this.#texts, this.#textOf[row] ?? NO_ROW));
  }
}
