import type { StreamErrorCode } from "@/lib/kernel/errors";
import type { ByteTransform } from "./strip-usage";

/** How an answer's body ended. */
export type Ending =
  | { kind: "complete" }
  | { kind: "cut"; detail: string }
  | { kind: "stopped"; detail: string }
  | { kind: "client_left" };

export type MeteredBodyOptions = {
  upstream: AsyncIterable<Uint8Array>;
  /** Reads along; must not throw. */
  observe: (chunk: Uint8Array) => void;
  /** Asked before a chunk passes; a text says why the stream ends here instead. */
  mayPass: () => Promise<string | null> | null;
  transform: ByteTransform | null;
  /** The text of an error event; null where the answer is no stream of events: then a cut closes the connection. */
  errorEvent: ((code: StreamErrorCode, message: string) => string) | null;
  hasClientLeft: () => boolean;
  onEnd: (ending: Ending, bytesOut: number) => void;
};

const encoder = new TextEncoder();
const LF = 10;
const CUT = "The provider ended the answer before it was complete.";

/**
 * The answer's bytes on their way to the client. An explicit iterator rather than a generator: its `return` works while
 * `next` waits and before the first `next`, so that every call is settled, whatever the client does.
 */
export class MeteredBody implements AsyncIterableIterator<Uint8Array> {
  readonly #options: MeteredBodyOptions;
  readonly #upstream: AsyncIterator<Uint8Array>;
  #bytesOut = 0;
  /** The last two bytes that passed, to know whether an event is complete. */
  #tail: [number, number] = [LF, LF];
  #isOver = false;

  constructor(options: MeteredBodyOptions) {
    this.#options = options;
    this.#upstream = options.upstream[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    while (!this.#isOver) {
      const step = await this.#read();
      if (this.#isOver) break;
      if (step instanceof Error) return this.#cut(step);
      if (step.done) return this.#complete();
      this.#options.observe(step.value);
      const stopped = await this.#options.mayPass();
      if (stopped !== null) return await this.#stop(stopped);
      const passing = this.#options.transform ? this.#options.transform.push(step.value) : step.value;
      if (passing !== null && passing.byteLength > 0) return this.#pass(passing);
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.#isOver) {
      this.#end({ kind: "client_left" });
      await this.#upstream.return?.();
    }
    return { done: true, value: undefined };
  }

  async #read(): Promise<IteratorResult<Uint8Array> | Error> {
    try {
      return await this.#upstream.next();
    } catch (cause) {
      return cause instanceof Error ? cause : new Error(String(cause));
    }
  }

  #pass(chunk: Uint8Array): IteratorResult<Uint8Array> {
    const length = chunk.byteLength;
    this.#bytesOut += length;
    this.#tail = [length > 1 ? (chunk[length - 2] ?? 0) : this.#tail[1], chunk[length - 1] ?? 0];
    return { done: false, value: chunk };
  }

  #complete(): IteratorResult<Uint8Array> {
    const rest = this.#options.transform?.flush() ?? null;
    const last = rest === null ? null : this.#pass(rest);
    this.#end({ kind: "complete" });
    return last ?? { done: true, value: undefined };
  }

  #cut(cause: Error): IteratorResult<Uint8Array> {
    if (this.#options.hasClientLeft()) {
      this.#end({ kind: "client_left" });
      return { done: true, value: undefined };
    }
    const event = this.#errorEvent("upstream_cut", CUT);
    this.#end({ kind: "cut", detail: cause.message });
    if (event === null) throw new Error(CUT, { cause });
    return { done: false, value: event };
  }

  async #stop(detail: string): Promise<IteratorResult<Uint8Array>> {
    const event = this.#errorEvent("budget_stopped", detail);
    this.#end({ kind: "stopped", detail });
    await this.#upstream.return?.();
    if (event === null) throw new Error(detail);
    return { done: false, value: event };
  }

  /** What was held back, the end of a broken event if need be, and one event that says why. Never an invented end. */
  #errorEvent(code: StreamErrorCode, message: string): Uint8Array | null {
    const { errorEvent, transform } = this.#options;
    if (errorEvent === null) return null;
    const rest = transform?.flush() ?? new Uint8Array(0);
    if (rest.byteLength > 0) this.#pass(rest);
    const isBetweenEvents = this.#tail[0] === LF && this.#tail[1] === LF;
    const event = encoder.encode((isBetweenEvents ? "" : "\n\n") + errorEvent(code, message));
    this.#bytesOut += event.byteLength;
    const whole = new Uint8Array(rest.byteLength + event.byteLength);
    whole.set(rest);
    whole.set(event, rest.byteLength);
    return whole;
  }

  #end(ending: Ending): void {
    this.#isOver = true;
    this.#options.onEnd(ending, this.#bytesOut);
  }
}
