import { createHash, randomBytes } from "node:crypto";
import type { Randomness } from "@/lib/kernel/clock";

export const systemRandomness: Randomness = { bytes: (length) => new Uint8Array(randomBytes(length)) };

export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
