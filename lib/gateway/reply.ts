/** Header fields in order, names in lower case; a field may occur more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** An answer as plain values: hosts turn it into their platform's response at the edge. */
export type Reply = {
  status: number;
  headers: HeaderList;
  /** Bytes known at once, or bytes as they arrive. A consumer that stops early calls the iterator's `return`. */
  body: Uint8Array | AsyncIterable<Uint8Array> | null;
};

/** Bytes as they arrive. */
export type ByteSource = AsyncIterable<Uint8Array> & {
  /** All of it, if all of it is here already: most calls are so short that waiting would cost more than reading. */
  takeWhole?(): Uint8Array | null;
};

/** What the gateway asks of an `AbortSignal`; hosts may give something lighter. */
export type LeaveSignal = {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
};

/** A request as plain values, as a host received it. */
export type IncomingRequest = {
  method: string;
  /** Path and query exactly as sent, e.g. `/api/proxy/openai/v1/models?limit=2`. */
  target: string;
  headers: HeaderList;
  /** The peer's address as the socket saw it. */
  remoteAddress: string;
  body: ByteSource | null;
  /** Aborted when the client goes away. */
  signal: LeaveSignal;
};
