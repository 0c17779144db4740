import "server-only";
import { join, resolve } from "node:path";
import { createSocketLedger, type SocketLedger } from "@/lib/adapters/ledger-socket/client";
import { serverEnv } from "@/lib/env";

let client: SocketLedger | undefined;

/** The Node host's ledger, as Next's process reaches it: one connection for pages and calls alike. */
export function socketLedger(): SocketLedger {
  const env = serverEnv();
  client ??= createSocketLedger({ path: env.SLUICE_LEDGER_SOCKET ?? join(resolve(env.SLUICE_HOME), "ledger.sock") });
  return client;
}
