import { createHash, randomBytes } from "node:crypto";
import type { Clock, Randomness } from "@/lib/kernel/clock";

let latestMs = 0;

/** The system's wall clock, held still while it is set back. */
export const systemClock: Clock = {
  nowMs() {
    latestMs = Math.max(latestMs, Date.now());
    return latestMs;
  },
};

export const systemRandomness: Randomness = { bytes: (length) => new Uint8Array(randomBytes(length)) };

export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
