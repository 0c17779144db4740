import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { type AddressPolicy, hostPort, mayDial, type Target } from "@/lib/adapters/egress/address-policy";
import type { UpstreamPolicy } from "@/lib/services/context";

/** Looks up every address of a name; an empty list if it has none or cannot be asked now. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

const PRIVATE = "This address is private, so the gateway never dials it. Use the upstream's public address";
const HTTPS_ONLY =
  "Use https: the credential would travel unencrypted. Plain http is for listed private upstreams only.";

/**
 * Tells an author at once what the gateway would refuse at every connect. A name that cannot be looked up now is let
 * through: the address is checked again, and pinned, at each connection.
 */
export function createUpstreamPolicy(options: {
  addresses: AddressPolicy;
  isDemoWorkspace: boolean;
  resolve?: Resolve;
}): UpstreamPolicy {
  const { addresses, isDemoWorkspace, resolve = resolveByDns } = options;
  return {
    async refusal(url) {
      const hostname = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
      const target: Target = { hostname, port: portOf(url) };
      const found = isIP(hostname) === 0 ? await resolve(hostname) : [hostname];
      if (found.some((address) => !mayDial(addresses, target, address, isDemoWorkspace))) {
        return `${PRIVATE}, or have its operator list ${hostPort(hostname, target.port)} in SLUICE_PRIVATE_UPSTREAMS.`;
      }
      if (url.protocol === "https:") return null;
      return isListed(addresses, target, isDemoWorkspace) ? null : HTTPS_ONLY;
    },
  };
}

function isListed(addresses: AddressPolicy, target: Target, isDemoWorkspace: boolean): boolean {
  const name = hostPort(target.hostname, target.port);
  return addresses.privateUpstreams.includes(name) || (isDemoWorkspace && addresses.demoUpstream === name);
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

async function resolveByDns(hostname: string): Promise<readonly string[]> {
  const deadline = new Promise<[]>((done) => {
    setTimeout(() => done([]), 2_000).unref();
  });
  const answer = lookup(hostname, { all: true, verbatim: true }).then(
    (found) => found.map((one) => one.address),
    () => [],
  );
  return await Promise.race([answer, deadline]);
}
