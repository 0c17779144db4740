/** Pauses and resumes the producer of a body, or gives it up. */
export type BodySource = { pause(): void; resume(): void; abort(): void };

const HIGH_WATER_BYTES = 256 * 1024;

/**
 * An answer's body between the parser that pushes and the reader that pulls. Holds at most the high-water mark and
 * one chunk, so that a slow reader slows the upstream instead of filling memory.
 */
export class BodyQueue implements AsyncIterableIterator<Uint8Array, undefined> {
  private readonly chunks: Uint8Array[] = [];
  private queuedBytes = 0;
  private paused = false;
  private ended = false;
  private failure: Error | null = null;
  private waiting: { resolve(result: IteratorResult<Uint8Array, undefined>): void; reject(cause: Error): void } | null =
    null;

  constructor(private readonly source: BodySource) {}

  push(chunk: Uint8Array): void {
    if (this.waiting) {
      const { resolve } = this.waiting;
      this.waiting = null;
      resolve({ value: chunk, done: false });
      return;
    }
    this.chunks.push(chunk);
    this.queuedBytes += chunk.length;
    if (this.queuedBytes < HIGH_WATER_BYTES || this.paused) return;
    this.paused = true;
    this.source.pause();
  }

  end(): void {
    this.ended = true;
    this.waiting?.resolve({ value: undefined, done: true });
    this.waiting = null;
  }

  fail(cause: Error): void {
    this.ended = true;
    this.failure = cause;
    if (!this.waiting) return;
    const { reject } = this.waiting;
    this.waiting = null;
    this.failure = null;
    reject(cause);
  }

  /** All of a body that has ended before anybody waited for it; null otherwise. */
  takeWhole(): Uint8Array | null {
    if (!this.ended || this.failure) return null;
    const [only] = this.chunks;
    const whole = only !== undefined && this.chunks.length === 1 ? only : Buffer.concat(this.chunks);
    this.chunks.length = 0;
    return whole;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.chunks.shift();
    if (chunk !== undefined) {
      this.queuedBytes -= chunk.length;
      if (this.paused && this.queuedBytes < HIGH_WATER_BYTES / 2) {
        this.paused = false;
        this.source.resume();
      }
      return Promise.resolve({ value: chunk, done: false });
    }
    if (this.failure) {
      const cause = this.failure;
      this.failure = null;
      return Promise.reject(cause);
    }
    if (this.ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    const wasRunning = !this.ended;
    this.ended = true;
    this.chunks.length = 0;
    this.failure = null;
    if (wasRunning) this.source.abort();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
