import ipaddr from "ipaddr.js";
import type { HeaderList } from "@/lib/gateway/reply";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The caller's address: the peer's, or behind trusted proxies the right-most hop that is none of them. */
export function clientAddress(remote: string, headers: HeaderList, trusted: readonly string[]): string {
  let address = normalAddress(remote);
  if (trusted.length === 0) return address;
  const hops = headers
    .filter(([name]) => name === "x-forwarded-for")
    .flatMap(([, value]) => value.split(","))
    .map((hop) => hop.trim());
  while (isInside(address, trusted)) {
    const hop = hops.pop();
    if (hop === undefined || !ipaddr.isValid(hop)) break;
    address = normalAddress(hop);
  }
  return address;
}

/** Whether the address lies in one of the ranges (`10.0.0.0/8`) or is one of the addresses. */
export function isInside(address: string, ranges: readonly string[]): boolean {
  const own = parseAddress(address);
  if (!own) return false;
  return ranges.some((range) => {
    const [base, bits] = parseRange(range) ?? [];
    if (!base || bits === undefined || base.kind() !== own.kind()) return false;
    return own.match(base, bits);
  });
}

const MAX_REMEMBERED = 1_000;
const normal = new Map<string, string>();

/** An IPv4 address inside IPv6 notation is that IPv4 address. Remembered: a client calls more than once. */
export function normalAddress(address: string): string {
  const known = normal.get(address);
  if (known !== undefined) return known;
  const text = parseAddress(address)?.toString() ?? address;
  if (normal.size >= MAX_REMEMBERED) normal.clear();
  normal.set(address, text);
  return text;
}

function parseAddress(text: string): Address | null {
  return ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

function parseRange(range: string): [Address, number] | null {
  if (ipaddr.isValidCIDR(range)) return ipaddr.parseCIDR(range);
  const single = parseAddress(range);
  return single ? [single, single.kind() === "ipv4" ? 32 : 128] : null;
}
