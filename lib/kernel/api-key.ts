import type { Randomness } from "./clock";
import { err, ok, type Result } from "./result";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const SECRET_SHAPE = /^[0-9A-Za-z]{36}$/;
/** Bytes from here on would favour the first characters of the alphabet. */
const FAIR_BYTES = 248;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** What each kind of key begins with: virtual keys call `/api/proxy`, management keys the management API. */
export const KEY_PREFIXES = { virtual: "slc_live_", management: "slm_live_" } as const;
export type KeyKind = keyof typeof KEY_PREFIXES;

/** What may be shown of a key after its creation. */
export type ApiKeyFace = { prefix: string; last4: string };

/** `not_a_key`: another shape. `bad_checksum`: mistyped or made up. */
export type ApiKeyFault = "not_a_key" | "bad_checksum";

/** A new key, `<prefix><30 base62><6 base62 CRC-32 of all before it>`: 178 random bits. Shown once, stored as a hash. */
export function createApiKey(random: Randomness, kind: KeyKind = "virtual"): string {
  let text: string = KEY_PREFIXES[kind];
  const length = text.length + SECRET_LENGTH;
  while (text.length < length) {
    for (const byte of random.bytes(SECRET_LENGTH)) {
      if (byte < FAIR_BYTES && text.length < length) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text + checksum(text);
}

/** Verifies shape and checksum, so that a mistyped or made-up key costs no look-up. */
export function parseApiKey(text: string, kind: KeyKind = "virtual"): Result<ApiKeyFace, ApiKeyFault> {
  const prefix = KEY_PREFIXES[kind];
  if (!text.startsWith(prefix) || !SECRET_SHAPE.test(text.slice(prefix.length))) return err("not_a_key");
  if (checksum(text.slice(0, -CHECKSUM_LENGTH)) !== text.slice(-CHECKSUM_LENGTH)) return err("bad_checksum");
  return ok({ prefix: text.slice(0, prefix.length + 4), last4: text.slice(-4) });
}

function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) {
    crc = (CRC_TABLE[(crc ^ text.charCodeAt(index)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = "";
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
