import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";

export type TrustedProxies = (address: string) => boolean;

/** Addresses and CIDR ranges as a predicate. Throws on one that is neither, naming it. */
export function trustedProxies(list: readonly string[]): TrustedProxies {
  const ranges = list.map((entry) => {
    if (!ipaddr.isValid(entry) && !ipaddr.isValidCIDR(entry)) {
      throw new Error(`SLUICE_TRUSTED_PROXIES: "${entry}" is neither an address nor a range like 10.0.0.0/8.`);
    }
    const address = ipaddr.isValidCIDR(entry) ? null : ipaddr.process(entry);
    return address ? ([address, address.kind() === "ipv4" ? 32 : 128] as const) : ipaddr.parseCIDR(entry);
  });
  return (text) => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    return ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
  };
}

/**
 * Fields that tell the pages who asked and under which address; those that a stranger sent are replaced. The client is
 * the right-most address of the chain that no proxy of ours stands for.
 */
export function forwardedFields(request: IncomingMessage, isTrusted: TrustedProxies): [string, string][] {
  const peer = request.socket.remoteAddress ?? "";
  const given = (name: string): string | null => {
    const value = isTrusted(peer) ? request.headers[name] : undefined;
    return typeof value === "string" && value !== "" ? value : null;
  };
  const chain = [...(given("x-forwarded-for") ?? "").split(","), peer].map((hop) => hop.trim()).filter(Boolean);
  return [
    ["x-forwarded-for", chain.findLast((hop) => !isTrusted(hop)) ?? chain[0] ?? peer],
    ["x-forwarded-host", given("x-forwarded-host") ?? request.headers.host ?? ""],
    ["x-forwarded-proto", given("x-forwarded-proto") ?? "http"],
  ];
}
