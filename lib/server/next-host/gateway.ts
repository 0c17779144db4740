import "server-only";
import { serverEnv } from "@/lib/env";
import { createGateway, type Gateway } from "@/lib/gateway/gateway";
import { createDatabaseFor, createEgressFor, createGatewayDeps } from "@/lib/server/gateway-deps";
import { nextLedger } from "@/lib/server/ledger/process-ledger";

let gateway: Gateway | undefined;

/** The gateway of Next's process. Its ledger is a shared store or another process's: never one of its own. */
export function nextGateway(): Gateway {
  gateway ??= createNextGateway();
  return gateway;
}

function createNextGateway(): Gateway {
  const env = serverEnv();
  const { ledger, onLost } = nextLedger();
  const created = createGateway(
    createGatewayDeps(env, {
      ledger,
      egress: createEgressFor(env),
      database: createDatabaseFor(env),
    }),
  );
  onLost(created.forget);
  return created;
}
