import "server-only";
import { serverEnv } from "@/lib/env";
import { createGateway, type Gateway } from "@/lib/gateway/gateway";
import { createDatabaseFor, createEgressFor, createGatewayDeps } from "@/lib/server/gateway-deps";
import { socketLedger } from "@/lib/server/socket-ledger";

const FRESH_MEMO_MS = 250;

let gateway: Gateway | undefined;

/** The gateway of Next's process. Its ledger is another process's; while that is away, calls are refused with 503. */
export function nextGateway(): Gateway {
  gateway ??= createNextGateway();
  return gateway;
}

function createNextGateway(): Gateway {
  const env = serverEnv();
  return createGateway(
    createGatewayDeps(env, {
      ledger: socketLedger(),
      egress: createEgressFor(env),
      database: createDatabaseFor(env),
      config: { freshMemoMs: FRESH_MEMO_MS },
    }),
  );
}
