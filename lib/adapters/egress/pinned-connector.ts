import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { buildConnector } from "undici";
import { type AddressPolicy, hostPort, mayDial } from "./address-policy";

/** All addresses of a name, in the order in which they should be tried. Rejects when the name has none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** The name or address leads somewhere that the caller may not reach. */
export class BlockedAddress extends Error {
  override readonly name = "BlockedAddress";
}

export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, order: "ipv4first" })).map((entry) => entry.address);

/** Resolves once, checks every address, and dials the checked address itself: a later answer of the name cannot matter. */
export function createPinnedConnector(
  policy: AddressPolicy,
  resolve: Resolve,
  isDemoWorkspace: boolean,
): buildConnector.connector {
  const connect = buildConnector({ allowH2: false, timeout: 10_000 });

  async function allowedAddresses(hostname: string, port: number): Promise<readonly string[]> {
    const literal = hostname.replace(/^\[|\]$/g, "");
    const addresses = isIP(literal) === 0 ? await resolve(hostname) : [literal];
    const allowed = addresses.filter((address) =>
      mayDial(policy, { hostname: literal, port }, address, isDemoWorkspace),
    );
    if (allowed.length === 0)
      throw new BlockedAddress(`${hostPort(literal, port)} leads to an address that is not allowed.`);
    return allowed;
  }

  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
    const dial = (addresses: readonly string[]): void => {
      const [address, ...others] = addresses;
      if (address === undefined) return;
      connect({ ...pinnedTo(options, address) }, (...result) => {
        if (result[0] !== null && others.length > 0) dial(others);
        else callback(...result);
      });
    };
    allowedAddresses(options.hostname, port).then(dial, (cause: unknown) =>
      callback(cause instanceof Error ? cause : new Error("The name could not be resolved.", { cause }), null),
    );
  };
}

/** TLS still checks the certificate against the name that was asked for. */
function pinnedTo(options: buildConnector.Options, address: string): buildConnector.Options {
  const { servername: given, ...rest } = options;
  if (options.protocol !== "https:") return { ...rest, hostname: address };
  const servername = given || (isIP(options.hostname) === 0 ? options.hostname : "");
  return { ...rest, hostname: address, ...(servername === "" ? {} : { servername }) };
}
