import { once } from "node:events";
import type { GatewayDatabase } from "@/lib/adapters/supabase/gateway-database";
import type { ServerEnv } from "@/lib/env";
import { createGateway, type Gateway } from "@/lib/gateway/gateway";
import { createDatabaseFor, createEgressFor, createGatewayDeps } from "@/lib/server/gateway-deps";
import { createBackToBack } from "./back-to-back";
import { trustedProxies } from "./forwarded";
import { createHealth } from "./health";
import { type HostLedger, openHostLedger } from "./host-ledger";
import { type Housekeeping, startHousekeeping } from "./housekeeping";
import { createListener } from "./listener";
import { createPassThrough } from "./pass-through";

export type NodeHost = {
  port: number;
  /** Hands what the ledger has closed to the database at once. */
  drainNow(): Promise<void>;
  /** Refuses new connections, finishes what runs (at most `graceMs`), drains, and closes the ledger. */
  stop(graceMs: number): Promise<void>;
};

/** Has the ledger, serves the public port, and keeps the house. Rejects with a message for the operator. */
export async function startNodeHost(env: ServerEnv, nextOrigin: string): Promise<NodeHost> {
  const database = createDatabaseFor(env);
  const parts: { housekeeping?: Housekeeping; gateway?: Gateway } = {};
  const ledger = await openHostLedger(env, {
    database,
    drained: async () => await parts.housekeeping?.drainNow(),
    onLost: () => parts.gateway?.forget(),
  });
  const backToBack = createBackToBack();
  const egress = createEgressFor(env, backToBack);
  const gateway = createGateway(createGatewayDeps(env, { ledger: ledger.ledger, egress, database }));
  const housekeeping = startHousekeeping({
    ledger,
    database,
    leaseMs: env.SLUICE_LEASE_MS,
    drainEveryMs: env.SLUICE_DRAIN_EVERY_MS,
  });
  Object.assign(parts, { housekeeping, gateway });
  const pages = createPassThrough(nextOrigin, trustedProxies(env.SLUICE_TRUSTED_PROXIES));
  const health = createHealth(probes(env, nextOrigin, ledger, database), () => ledgerFacts(env, ledger));
  const server = createListener({ gateway, pages, health, backToBack });
  server.listen(env.PORT, env.HOST);
  await once(server, "listening");

  return {
    port: env.PORT,
    drainNow: housekeeping.drainNow,
    async stop(graceMs) {
      await closeListener(server, graceMs);
      await gateway.idle();
      await housekeeping.stop();
      await ledger.close();
      pages.close();
      await egress.close();
    },
  };
}

const IDLE_LOOK_MS = 100;

function ledgerFacts(env: ServerEnv, ledger: HostLedger) {
  return { ledger: { kind: ledger.kind, state: ledger.standing(), workers: env.SLUICE_WORKERS } };
}

function probes(env: ServerEnv, nextOrigin: string, { ledger }: HostLedger, database: GatewayDatabase) {
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
  // A connection that is kept alive falls idle when its answer is complete, and nothing more may come over it.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
  const forced = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(forced);
  clearInterval(idle);
}
