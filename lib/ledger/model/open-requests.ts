import { addRow, createRowIndex, findRow, type Hasher, removeRow } from "./row-index";
import { NO_ROW } from "./rows";
import type { OpenRequest } from "./state";

/**
 * Requests under way by id, the oldest first. With the members of `Map` that are used, and without the tables that a
 * `Map` leaves behind: each points at the next, so that an old one keeps all later requests from being collected.
 */
export class OpenRequests {
  readonly #hashOf: Hasher;
  readonly #index = createRowIndex();
  readonly #requests: (OpenRequest | null)[] = [];
  /** Neighbours of each row, by age. */
  readonly #before: number[] = [];
  readonly #after: number[] = [];
  readonly #free: number[] = [];
  #first = NO_ROW;
  #last = NO_ROW;

  constructor(hashOf: Hasher) {
    this.#hashOf = hashOf;
  }

  get size(): number {
    return this.#requests.length - this.#free.length;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  get(id: string): OpenRequest | undefined {
    const row = this.#find(id, this.#hashOf(id));
    return row === NO_ROW ? undefined : (this.#requests[row] ?? undefined);
  }

  /** Puts a request in, in the place of one of the same id. */
  put(request: OpenRequest): void {
    const hash = this.#hashOf(request.id);
    const known = this.#find(request.id, hash);
    if (known !== NO_ROW) {
      this.#requests[known] = request;
      return;
    }
    const row = this.#free.pop() ?? this.#requests.length;
    this.#requests[row] = request;
    this.#before[row] = this.#last;
    this.#after[row] = NO_ROW;
    if (this.#last === NO_ROW) this.#first = row;
    else this.#after[this.#last] = row;
    this.#last = row;
    addRow(this.#index, hash, row);
  }

  delete(id: string): void {
    const hash = this.#hashOf(id);
    const row = this.#find(id, hash);
    if (row === NO_ROW) return;
    const [before = NO_ROW, after = NO_ROW] = [this.#before[row], this.#after[row]];
    if (before === NO_ROW) this.#first = after;
    else this.#after[before] = after;
    if (after === NO_ROW) this.#last = before;
    else this.#before[after] = before;
    this.#requests[row] = null;
    this.#free.push(row);
    removeRow(this.#index, hash, row);
  }

  /** Those of now. */
  values(): OpenRequest[] {
    const all: OpenRequest[] = [];
    for (let row = this.#first; row !== NO_ROW; row = this.#after[row] ?? NO_ROW) {
      const request = this.#requests[row];
      if (request) all.push(request);
    }
    return all;
  }

  #find(id: string, hash: number): number {
    return findRow(this.#index, hash, (row) => this.#requests[row]?.id === id);
  }
}
