import type { Result } from "./result";

type Address = { bits: bigint; width: 32 | 128 };

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/;
const NOT_A_RANGE = "Use an address or a range such as 192.0.2.0/24 or 2001:db8::/32.";

/**
 * An address or range as it is stored: `192.0.2.7` is `192.0.2.7/32`, IPv4 inside IPv6 notation is that IPv4. A range
 * whose address has bits beyond its prefix is refused with what was probably meant: /8 for /32 would open too much.
 */
export function canonicalRange(text: string): Result<string, string> {
  const [base = "", prefix, ...rest] = text.trim().toLowerCase().split("/");
  const written = parseAddress(base);
  if (written === null || rest.length > 0) return { ok: false, error: NOT_A_RANGE };
  const length = prefix === undefined ? written.width : prefixLength(prefix, written.width);
  if (length === null) return { ok: false, error: `The part after the slash is 0 to ${written.width} here.` };
  const { address, bits } = unmapped(written, length);
  const network = maskTo(address, bits);
  const canonical = `${formatAddress(network)}/${bits}`;
  if (network.bits === address.bits) return { ok: true, value: canonical };
  const one = `${formatAddress(address)}/${address.width}`;
  return { ok: false, error: `A range begins at its first address: write ${canonical}, or ${one} for this one alone.` };
}

function prefixLength(text: string, width: number): number | null {
  const length = OCTET.test(text) ? Number(text) : width + 1;
  return length <= width ? length : null;
}

/** `::ffff:192.0.2.7` is 192.0.2.7: callers are known by that. */
function unmapped(address: Address, bits: number): { address: Address; bits: number } {
  if (address.width === 32 || bits < 96 || address.bits >> 32n !== 0xffffn) return { address, bits };
  return { address: { bits: address.bits & 0xffffffffn, width: 32 }, bits: bits - 96 };
}

function maskTo({ bits, width }: Address, prefix: number): Address {
  const free = BigInt(width - prefix);
  return { bits: (bits >> free) << free, width };
}

function parseAddress(text: string): Address | null {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Address | null {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255)) return null;
  return { bits: octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n), width: 32 };
}

function parseIpv6(text: string): Address | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(readGroups);
  if (head === null || head === undefined || tail === null) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
  return { bits: groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n), width: 128 };
}

/** The last group may be an IPv4 address. */
function readGroups(text: string): number[] | null {
  if (text === "") return [];
  const parts = text.split(":");
  const last = parts.at(-1) ?? "";
  const ipv4 = last.includes(".") ? parseIpv4(last) : undefined;
  if (ipv4 === null) return null;
  const plain = ipv4 === undefined ? parts : parts.slice(0, -1);
  if (!plain.every((part) => GROUP.test(part))) return null;
  const groups = plain.map((part) => Number.parseInt(part, 16));
  return ipv4 === undefined ? groups : [...groups, Number(ipv4.bits >> 16n), Number(ipv4.bits & 0xffffn)];
}

function formatAddress({ bits, width }: Address): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join(".");
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((bits >> shift) & 0xffffn).toString(16));
  const { start, length } = longestZeros(groups);
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
}

/** What `::` stands for (RFC 5952): the longest run of zeros, the first of equals. */
function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === "0") length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}
