import { once } from "node:events";
import { join } from "node:path";
import { createLedgerServer } from "@/lib/adapters/ledger-socket/server";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import type { GatewayDatabase } from "@/lib/adapters/supabase/gateway-database";
import type { ServerEnv } from "@/lib/env";
import { createGateway } from "@/lib/gateway/gateway";
import type { Ledger } from "@/lib/gateway/ports";
import { createDatabaseFor, createEgressFor, createGatewayDeps } from "@/lib/server/gateway-deps";
import { systemClock } from "@/lib/server/system-clock";
import { trustedProxies } from "./forwarded";
import { createHealth } from "./health";
import { startHousekeeping } from "./housekeeping";
import { createListener } from "./listener";
import { createPassThrough } from "./pass-through";

export type NodeHost = {
  port: number;
  /** Hands what the ledger has closed to the database at once. */
  drainNow(): Promise<void>;
  /** Refuses new connections, finishes what runs (at most `graceMs`), drains, and closes the journal. */
  stop(graceMs: number): Promise<void>;
};

/** Owns the ledger, serves the public port, and keeps the house. Rejects with a message for the operator. */
export async function startNodeHost(env: ServerEnv, nextOrigin: string): Promise<NodeHost> {
  const database = createDatabaseFor(env);
  const ledger = createMemoryLedger({ dir: join(env.SLUICE_HOME, "ledger"), clock: systemClock });
  const socket = await createLedgerServer({
    ledger,
    path: env.SLUICE_LEDGER_SOCKET ?? join(env.SLUICE_HOME, "ledger.sock"),
  });
  const egress = createEgressFor(env);
  const gateway = createGateway(createGatewayDeps(env, { ledger, egress, database }));
  const housekeeping = startHousekeeping({
    ledger,
    database,
    leaseMs: env.SLUICE_LEASE_MS,
    drainEveryMs: env.SLUICE_DRAIN_EVERY_MS,
  });
  const pages = createPassThrough(nextOrigin, trustedProxies(env.SLUICE_TRUSTED_PROXIES));
  const server = createListener({ gateway, pages, health: createHealth(probes(env, nextOrigin, ledger, database)) });
  server.listen(env.PORT, env.HOST);
  await once(server, "listening");

  return {
    port: env.PORT,
    drainNow: housekeeping.drainNow,
    async stop(graceMs) {
      await closeListener(server, graceMs);
      await gateway.idle();
      await housekeeping.stop();
      await socket.close();
      await ledger.close();
      pages.close();
      await egress.close();
    },
  };
}

function probes(env: ServerEnv, nextOrigin: string, ledger: Ledger, database: GatewayDatabase) {
  const answers = async (url: string) => {
    await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(2_000) });
  };
  const demoOrigin = env.SLUICE_DEMO_ORIGIN;
  return {
    database: () => database.recentVersions(),
    ledger: () => ledger.fresh({}),
    pages: () => answers(`${nextOrigin}/api/health/live`),
    ...(demoOrigin === undefined ? {} : { demo: () => answers(demoOrigin) }),
  };
}

async function closeListener(server: ReturnType<typeof createListener>, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const forced = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(forced);
}
