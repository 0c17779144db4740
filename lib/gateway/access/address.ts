import ipaddr from "ipaddr.js";

/** An address as 32-bit words: one for IPv4, four for IPv6. IPv4 inside IPv6 notation is that IPv4 address. */
export type Address = readonly number[];

/** The addresses that equal `words` where `masks` has bits. */
export type AddressRange = { words: readonly number[]; masks: readonly number[] };

const MAX_REMEMBERED = 1_000;
const MAPPED_BITS = 96;
const remembered = new Map<string, Address | null>();

/** Null for what is no address. Remembered: a client calls more than once. */
export function readAddress(text: string): Address | null {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const address = ipaddr.isValid(text) ? wordsOf(ipaddr.process(text)) : null;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(text, address);
  return address;
}

/** Reads `10.0.0.0/8` or a single address; null for neither. */
export function readRange(text: string): AddressRange | null {
  if (!ipaddr.isValidCIDR(text)) {
    const single = readAddress(text);
    return single && { words: single, masks: single.map(() => 0xffffffff) };
  }
  const [base, bits] = ipaddr.parseCIDR(text);
  if (base instanceof ipaddr.IPv6 && base.isIPv4MappedAddress() && bits >= MAPPED_BITS) {
    return maskedRange(wordsOf(base.toIPv4Address()), bits - MAPPED_BITS);
  }
  return maskedRange(wordsOf(base), bits);
}

export function isIn(range: AddressRange, address: Address): boolean {
  const { words, masks } = range;
  if (words.length !== address.length) return false;
  for (let index = 0; index < words.length; index += 1) {
    // Bitwise operators answer signed numbers, so both sides go through them.
    if ((((address[index] ?? 0) ^ (words[index] ?? 0)) & (masks[index] ?? 0)) !== 0) return false;
  }
  return true;
}

/** What floods are counted by: an IPv4 address, or the /64 that a subscriber of IPv6 has to itself. */
export function floodSubject(text: string): string {
  const address = readAddress(text);
  if (address === null) return "unknown";
  const words = address.length === 1 ? address : address.slice(0, 2);
  return words.map((word) => word.toString(16)).join(":");
}

function maskedRange(words: Address, bits: number): AddressRange {
  const masks = words.map((_, index) => {
    const kept = Math.min(32, Math.max(0, bits - index * 32));
    return kept === 0 ? 0 : (0xffffffff << (32 - kept)) >>> 0;
  });
  return { words, masks };
}

function wordsOf(address: ipaddr.IPv4 | ipaddr.IPv6): Address {
  const bytes = address.toByteArray();
  const words: number[] = [];
  for (let index = 0; index < bytes.length; index += 4) {
    words.push(bytes.slice(index, index + 4).reduce((word, byte) => word * 256 + byte, 0));
  }
  return words;
}
