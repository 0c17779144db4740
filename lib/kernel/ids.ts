import type { Randomness } from "./clock";

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix time in milliseconds, then 74 random bits.
 * @example uuidV7(clock.nowMs(), random) // "01932c07-209f-7f3a-9a41-3f6c1f0b7d52"
 */
export function uuidV7(nowMs: number, random: Randomness): string {
  const bytes = random.bytes(10);
  const hex = (index: number) => HEX[bytes[index] ?? 0];
  const version = HEX[0x70 | ((bytes[0] ?? 0) & 0x0f)];
  const variant = HEX[0x80 | ((bytes[2] ?? 0) & 0x3f)];
  const node = `${hex(4)}${hex(5)}${hex(6)}${hex(7)}${hex(8)}${hex(9)}`;
  return `${timeText(Math.floor(nowMs))}-${version}${hex(1)}-${variant}${hex(3)}-${node}`;
}

let latest = { ms: -1, text: "" };

/** The first 48 bits. Many ids are made within one millisecond. */
function timeText(ms: number): string {
  if (latest.ms !== ms) {
    const hex = ms.toString(16).padStart(12, "0");
    latest = { ms, text: `${hex.slice(0, 8)}-${hex.slice(8)}` };
  }
  return latest.text;
}
