import { createEgress, type HandOver, type UndiciEgress } from "@/lib/adapters/egress/undici-egress";
import { createGatewayDatabase, type GatewayDatabase } from "@/lib/adapters/supabase/gateway-database";
import type { ServerEnv } from "@/lib/env";
import { DEFAULT_GATEWAY_CONFIG, type GatewayConfig } from "@/lib/gateway/config";
import type { GatewayDeps } from "@/lib/gateway/context";
import type { Ledger } from "@/lib/gateway/ports";
import { countryData } from "@/lib/server/country-data";
import { countryHeaders } from "@/lib/server/country-headers";
import { sha256Hex, systemRandomness } from "@/lib/server/crypto-ports";
import { floodGuard, STRANGERS } from "@/lib/server/flood-guard";
import { createGatewayToken } from "@/lib/server/gateway-token";
import { reportError } from "@/lib/server/report-error";
import { createSecretBox } from "@/lib/server/secret-box";
import { systemClock } from "@/lib/server/system-clock";
import { systemTimers } from "@/lib/server/system-timers";
import { tokenCounter } from "@/lib/server/token-counter";

type Parts = {
  ledger: Ledger;
  egress: UndiciEgress;
  database: GatewayDatabase;
  /** What this host decides differently from the environment and the defaults. */
  config?: Partial<GatewayConfig>;
};

/** What every host on Node gives the gateway: only the ledger's place differs between them. */
export function createGatewayDeps(env: ServerEnv, { ledger, egress, database, config }: Parts): GatewayDeps {
  return {
    clock: systemClock,
    stopwatch: () => performance.now(),
    random: systemRandomness,
    timers: systemTimers,
    digest: { sha256Hex },
    ledger,
    egress,
    snapshots: database,
    geo: countryData(),
    strangers: floodGuard(env, STRANGERS),
    tokens: tokenCounter(),
    secretBox: createSecretBox(env.SLUICE_ENCRYPTION_KEYS),
    report: reportError,
    config: {
      ...DEFAULT_GATEWAY_CONFIG,
      leaseMs: env.SLUICE_LEASE_MS,
      trustedProxies: env.SLUICE_TRUSTED_PROXIES,
      ...(env.NEXTAUTH_URL === undefined ? {} : { docsUrl: new URL("/docs/errors", env.NEXTAUTH_URL).href }),
      ...countryHeaders(env),
      ...config,
    },
  };
}

/** Our own ports are never an upstream. */
export function createEgressFor(env: ServerEnv, handOver?: HandOver): UndiciEgress {
  return createEgress(
    {
      privateUpstreams: env.SLUICE_PRIVATE_UPSTREAMS,
      demoUpstream: env.SLUICE_DEMO_ORIGIN === undefined ? null : new URL(env.SLUICE_DEMO_ORIGIN).host,
      internalPorts: [...env.SLUICE_INTERNAL_PORTS, env.PORT],
    },
    { handOver },
  );
}

/** The gateway's functions of the database, called as role `gateway`. */
export function createDatabaseFor(env: ServerEnv): GatewayDatabase {
  return createGatewayDatabase({
    url: env.SUPABASE_URL,
    anonKey: env.SUPABASE_ANON_KEY,
    accessToken: createGatewayToken(env.SUPABASE_JWT_SECRET),
  });
}
