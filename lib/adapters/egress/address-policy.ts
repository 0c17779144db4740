import ipaddr from "ipaddr.js";

export type AddressPolicy = {
  /** `host:port` pairs that every workspace may dial although they are private; IPv6 in brackets. */
  privateUpstreams: readonly string[];
  /** `host:port` of the embedded demo upstream, for the demo workspace alone. */
  demoUpstream: string | null;
  /** Ports of our own parts on this machine: never an upstream, even when listed. */
  internalPorts: readonly number[];
};

export type Target = { hostname: string; port: number };

/** Text of a host as it stands in a URL or a listed pair: IPv6 in brackets, lower case. */
export function hostPort(hostname: string, port: number): string {
  const host = hostname.toLowerCase();
  return host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Whether a resolved address may be dialled for a target. Public unicast addresses may; anything else (loopback, private,
 * link-local, metadata, translated, reserved: the IANA special-purpose registries) only where its `host:port` is listed.
 */
export function mayDial(policy: AddressPolicy, target: Target, address: string, isDemoWorkspace: boolean): boolean {
  const parsed = unmapped(address);
  if (parsed === null) return false;
  const range = parsed.range();
  if (range === "unicast") return true;
  if (policy.internalPorts.includes(target.port)) return false;
  const names = [hostPort(target.hostname, target.port), hostPort(parsed.toString(), target.port)];
  if (isDemoWorkspace && policy.demoUpstream !== null && names.includes(policy.demoUpstream)) return true;
  return names.some((name) => policy.privateUpstreams.includes(name));
}

/** An IPv4 address inside an IPv6 one (`::ffff:10.0.0.1`) is judged as the IPv4 address that it reaches. */
function unmapped(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
}
