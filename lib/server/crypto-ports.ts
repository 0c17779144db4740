import { hash, randomFillSync } from "node:crypto";
import type { Randomness } from "@/lib/kernel/clock";

const POOL_BYTES = 4_096;

/** Bytes of the system's generator, fetched by the page: one fetch a call costs more than the id it is for. */
function pooledRandomness(): Randomness {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    bytes(length) {
      if (length > POOL_BYTES / 4) return randomFillSync(new Uint8Array(length));
      if (used + length > POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      const bytes = pool.slice(used, used + length);
      // What was given out is not kept, so that no later reader of this memory finds it.
      pool.fill(0, used, used + length);
      used += length;
      return bytes;
    },
  };
}

export const systemRandomness: Randomness = pooledRandomness();

export function sha256Hex(text: string): string {
  return hash("sha256", text, "hex");
}
