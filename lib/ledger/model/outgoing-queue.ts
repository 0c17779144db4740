import type { Outgoing } from "./state";

/** Numbers to a chunk. */
const CHUNK = 1_024;

type Chunk = { readonly items: (Outgoing | null)[]; left: number };

/**
 * What is on its way out, by number: they come in order and go in nearly the same. In a `Map` of all of them each would
 * cost a place in a table that grows and shrinks by thousands.
 */
export class OutgoingQueue {
  readonly #chunks = new Map<number, Chunk>();
  /** Where the next number belongs: it stays, even if it is empty. */
  #newest = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Chunks in use: at most one more than hold something. */
  get chunks(): number {
    return this.#chunks.size;
  }

  /** `n` must be larger than every number before. */
  put(n: number, outgoing: Outgoing): void {
    const at = Math.floor(n / CHUNK);
    const chunk = this.#chunks.get(at) ?? this.#begin(at);
    while (chunk.items.length < n % CHUNK) chunk.items.push(null);
    chunk.items.push(outgoing);
    chunk.left += 1;
    this.#size += 1;
  }

  has(n: number): boolean {
    return (this.#chunks.get(Math.floor(n / CHUNK))?.items[n % CHUNK] ?? null) !== null;
  }

  delete(n: number): void {
    const at = Math.floor(n / CHUNK);
    const chunk = this.#chunks.get(at);
    if (!chunk || !this.has(n)) return;
    chunk.items[n % CHUNK] = null;
    chunk.left -= 1;
    this.#size -= 1;
    if (chunk.left === 0 && at !== this.#newest) this.#chunks.delete(at);
  }

  /** From the smallest number on; what comes or goes meanwhile may be told of or not. */
  *entries(): Generator<readonly [n: number, outgoing: Outgoing], void> {
    for (const [at, { items }] of this.#chunks) {
      for (let place = 0; place < items.length; place += 1) {
        const outgoing = items[place];
        if (outgoing) yield [at * CHUNK + place, outgoing];
      }
    }
  }

  #begin(at: number): Chunk {
    if (this.#chunks.get(this.#newest)?.left === 0) this.#chunks.delete(this.#newest);
    const chunk = { items: [], left: 0 };
    this.#chunks.set(at, chunk);
    this.#newest = at;
    return chunk;
  }
}
