import ipaddr from "ipaddr.js";
import { type AddressRange, isIn, readAddress, readRange } from "@/lib/gateway/access/address";
import type { HeaderList } from "@/lib/gateway/reply";

/** The caller's address: the peer's, or behind trusted proxies the right-most hop that is none of them. */
export function clientAddress(remote: string, headers: HeaderList, trusted: readonly string[]): string {
  let address = normalAddress(remote);
  if (trusted.length === 0) return address;
  const hops = headers
    .filter(([name]) => name === "x-forwarded-for")
    .flatMap(([, value]) => value.split(","))
    .map((hop) => withoutPort(hop.trim()));
  while (isInside(address, trusted)) {
    const hop = hops.pop();
    if (hop === undefined || !ipaddr.isValid(hop)) break;
    address = normalAddress(hop);
  }
  return address;
}

const compiledLists = new WeakMap<readonly string[], readonly (AddressRange | null)[]>();

/** Whether the address lies in one of the ranges (`10.0.0.0/8`) or is one of the addresses. A list is read once. */
export function isInside(address: string, ranges: readonly string[]): boolean {
  const own = readAddress(address);
  if (own === null) return false;
  let compiled = compiledLists.get(ranges);
  if (!compiled) {
    compiled = ranges.map(readRange);
    compiledLists.set(ranges, compiled);
  }
  return compiled.some((range) => range !== null && isIn(range, own));
}

const MAX_REMEMBERED = 1_000;
const normal = new Map<string, string>();

/** An IPv4 address inside IPv6 notation is that IPv4 address. Remembered: a client calls more than once. */
export function normalAddress(address: string): string {
  const known = normal.get(address);
  if (known !== undefined) return known;
  const text = ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
  if (normal.size >= MAX_REMEMBERED) normal.clear();
  normal.set(address, text);
  return text;
}

/** Some proxies write the port behind the address. */
function withoutPort(hop: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([^:]*):\d+$/.exec(hop)?.[1] ?? hop;
}
