import type { Timers } from "@/lib/gateway/ports";
import { Refusal } from "@/lib/gateway/refusal";
import type { ByteSource } from "@/lib/gateway/reply";

export type BodyBounds = { maxBytes: number; idleTimeoutMs: number };

export function bodyTooLarge(maxBytes: number): Refusal {
  const limit = Math.floor(maxBytes / (1024 * 1024));
  return new Refusal(
    "body_too_large",
    `The body is larger than ${limit} MB. Send less, or upload the file to the provider and refer to it.`,
  );
}

/** A body that has arrived whole already, without waiting for it; null where more is to come. */
export function takeWhole(body: ByteSource, { maxBytes }: BodyBounds): Uint8Array | Refusal | null {
  const whole = body.takeWhole?.() ?? null;
  return whole !== null && whole.byteLength > maxBytes ? bodyTooLarge(maxBytes) : whole;
}

/** Reads a whole body within its bounds; one that arrived in one piece is not copied. */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  bounds: BodyBounds,
  timers: Timers,
): Promise<Uint8Array | Refusal> {
  const iterator = body[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const step = await within(iterator.next(), bounds.idleTimeoutMs, timers);
    if (step === null) {
      return new Refusal(
        "body_timeout",
        `No byte of the body came for ${bounds.idleTimeoutMs / 1000} s. Send it again.`,
      );
    }
    if (step.done) break;
    length += step.value.byteLength;
    if (length > bounds.maxBytes) {
      dropRest(iterator);
      return bodyTooLarge(bounds.maxBytes);
    }
    pieces.push(step.value);
  }
  const [only] = pieces;
  return pieces.length === 1 && only ? only : join(pieces, length);
}

/** A body on its way to the upstream, bounded but not kept. `isOver` tells why it ended early. */
export class CountedBody implements AsyncIterableIterator<Uint8Array> {
  bytes = 0;
  isOver = false;
  isStarted = false;
  readonly #body: AsyncIterator<Uint8Array>;
  readonly #maxBytes: number;

  constructor(body: AsyncIterable<Uint8Array>, maxBytes: number) {
    this.#body = body[Symbol.asyncIterator]();
    this.#maxBytes = maxBytes;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    this.isStarted = true;
    const step = await this.#body.next();
    if (step.done) return step;
    this.bytes += step.value.byteLength;
    if (this.bytes <= this.#maxBytes) return step;
    this.isOver = true;
    dropRest(this.#body);
    throw new RangeError("The body is larger than its bound.");
  }

  /** The upstream wants no more of it, while the caller still sends. */
  return(): Promise<IteratorResult<Uint8Array>> {
    dropRest(this.#body);
    return Promise.resolve({ done: true, value: undefined });
  }
}

/**
 * Reads on without keeping anything: ending a request's stream instead would close the connection that the answer is
 * to be read from. The host bounds how long this may take.
 */
function dropRest(iterator: AsyncIterator<Uint8Array>): void {
  const drop = async () => {
    for (let step = await iterator.next(); !step.done; ) step = await iterator.next();
  };
  // It fails only when the caller goes away, and then there is nothing left to drop.
  drop().catch(() => undefined);
}

function within<T>(promise: Promise<T>, timeoutMs: number, timers: Timers): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(timeoutMs, () => resolve(null));
    promise.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (cause: unknown) => {
        cancel();
        reject(cause);
      },
    );
  });
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}
