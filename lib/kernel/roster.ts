/** A place in a roster, to be left with it. */
export type Enrolled<T> = { readonly value: T; at: number };

/**
 * What is under way, in no order. `Set` and `Map` leave a table behind whenever they tidy up, which points at the next
 * one: where thousands come and go a second, one such table that has grown old makes garbage collection keep them all.
 */
export class Roster<T> {
  readonly #enrolled: Enrolled<T>[] = [];

  get size(): number {
    return this.#enrolled.length;
  }

  enter(value: T): Enrolled<T> {
    const enrolled = { value, at: this.#enrolled.length };
    this.#enrolled.push(enrolled);
    return enrolled;
  }

  /** A second time it does nothing. */
  leave(enrolled: Enrolled<T>): void {
    const all = this.#enrolled;
    if (all[enrolled.at] !== enrolled) return;
    const last = all.pop();
    if (!last || last === enrolled) return;
    last.at = enrolled.at;
    all[last.at] = last;
  }

  values(): T[] {
    return this.#enrolled.map(({ value }) => value);
  }
}
