import type { IncomingMessage } from "node:http";

const MAX_QUEUED = 8;

type Step = IteratorResult<Uint8Array, undefined>;

const DONE: Step = { value: undefined, done: true };
const NOTHING = new Uint8Array(0);

/**
 * A request's body, pulled piece by piece. The stream's own iterator does the same with so much around it that it is a
 * good part of what a short call costs. Giving it up early reads the rest away: the answer needs the connection.
 */
export class RequestBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #request: IncomingMessage;
  readonly #queue: Uint8Array[] = [];
  #waiting: { resolve(step: Step): void; reject(cause: Error): void } | null = null;
  #failure: Error | null = null;
  #isStarted = false;
  #isEnded = false;
  #isGivenUp = false;

  constructor(request: IncomingMessage) {
    this.#request = request;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** A short body has come with its head: it is read at once, with no event and no promise. */
  takeWhole(): Uint8Array | null {
    const request = this.#request;
    if (this.#isStarted || !request.complete || request.destroyed) return null;
    this.#isStarted = true;
    this.#isEnded = true;
    const whole: unknown = request.read();
    return whole instanceof Uint8Array ? whole : NOTHING;
  }

  next(): Promise<Step> {
    const piece = this.#queue.shift();
    if (piece !== undefined) return Promise.resolve({ value: piece, done: false });
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#isEnded || this.#isGivenUp) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#isStarted) this.#request.resume();
      else this.#start();
    });
  }

  return(): Promise<Step> {
    this.#isGivenUp = true;
    this.#queue.length = 0;
    if (!this.#isStarted) this.#start();
    this.#request.resume();
    return Promise.resolve(DONE);
  }

  #start(): void {
    this.#isStarted = true;
    const request = this.#request;
    if (request.readableEnded) this.#end();
    else if (request.destroyed) this.#leave();
    else {
      request.on("data", (piece: Buffer) => this.#push(piece));
      request.once("end", () => this.#end());
      request.once("error", (cause) => this.#fail(cause));
      request.once("close", () => this.#leave());
    }
  }

  #push(piece: Uint8Array): void {
    if (this.#isGivenUp) return;
    if (this.#waiting) {
      const { resolve } = this.#waiting;
      this.#waiting = null;
      resolve({ value: piece, done: false });
      return;
    }
    this.#queue.push(piece);
    if (this.#queue.length >= MAX_QUEUED) this.#request.pause();
  }

  #end(): void {
    this.#isEnded = true;
    this.#waiting?.resolve(DONE);
    this.#waiting = null;
  }

  /** Told of the closing that follows every request's end, too: an error is made only where it is one. */
  #leave(): void {
    if (!this.#isEnded) this.#fail(new Error("The client left before its body was complete."));
  }

  #fail(cause: Error): void {
    this.#failure ??= cause;
    this.#waiting?.reject(cause);
    this.#waiting = null;
  }
}
