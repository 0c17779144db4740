/** Wall clock. */
export type Clock = {
  /** Milliseconds since the Unix epoch, never going backwards within one process. */
  nowMs(): number;
};

/** Cryptographic randomness. */
export type Randomness = {
  /** `length` random bytes from a cryptographically secure source. */
  bytes(length: number): Uint8Array;
};
