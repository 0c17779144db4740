import { createFetchEgress } from "@/lib/adapters/egress/fetch-egress";
import { createGatewayDatabase } from "@/lib/adapters/supabase/gateway-database";
import { createUpstashLedger } from "@/lib/adapters/upstash/upstash-ledger";
import type { ServerEnv } from "@/lib/env";
import { DEFAULT_GATEWAY_CONFIG } from "@/lib/gateway/config";
import type { GatewayDeps } from "@/lib/gateway/context";
import { createGateway } from "@/lib/gateway/gateway";
import type { Ledger } from "@/lib/gateway/ports";
import { countryHeaders } from "@/lib/server/country-headers";
import { floodGuard, STRANGERS } from "@/lib/server/flood-guard";
import { createGatewayToken } from "@/lib/server/gateway-token";
import { reportError } from "@/lib/server/report-error";
import { systemClock } from "@/lib/server/system-clock";
import { asIncomingRequest } from "@/lib/server/web-host/incoming";
import { asResponse } from "@/lib/server/web-host/respond";
import { sha256Hex } from "./sha256";
import { createWebSecretBox } from "./web-secret-box";

export type EdgeEnv = Pick<
  ServerEnv,
  | "SUPABASE_URL"
  | "SUPABASE_ANON_KEY"
  | "SUPABASE_JWT_SECRET"
  | "SLUICE_ENCRYPTION_KEYS"
  | "SLUICE_EDGE_UPSTREAMS"
  | "SLUICE_TRUSTED_PROXIES"
  | "SLUICE_COUNTRY_HEADER"
  | "VERCEL"
  | "SLUICE_LEASE_MS"
> &
  Partial<Pick<ServerEnv, "UPSTASH_REDIS_REST_URL" | "UPSTASH_REDIS_REST_TOKEN">>;

export type EdgeHost = {
  /** Answers one call. `waitUntil` keeps the platform awake until the call is settled. */
  answerCall(request: Request, waitUntil: (work: Promise<void>) => void): Promise<Response>;
};

const STORE_TIMEOUT_MS = 2_000;

/**
 * The gateway for runtimes with Web APIs alone. The ledger is the one at Upstash, or another that every instance shares;
 * an instance may be gone after its answer and keeps nothing, so that here every workspace is closed while it is away.
 */
export function createEdgeHost(env: EdgeEnv, ledger: Ledger = createEdgeLedger(env)): EdgeHost {
  const gateway = createGateway(createEdgeDeps(env, ledger));
  return {
    async answerCall(request, waitUntil) {
      const reply = await gateway.handle(asIncomingRequest(request));
      const { response, ended } = asResponse(reply, request.method, request.signal);
      waitUntil(ended.then(() => gateway.settled()));
      return response;
    },
  };
}

function createEdgeLedger(env: EdgeEnv): Ledger {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env;
  if (url === undefined || token === undefined) {
    throw new Error(
      "The edge variant keeps its ledger at Upstash. Set UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN.",
    );
  }
  return createUpstashLedger({ url, token, consumer: crypto.randomUUID(), timeoutMs: STORE_TIMEOUT_MS });
}

function createEdgeDeps(env: EdgeEnv, ledger: Ledger): GatewayDeps {
  return {
    clock: systemClock,
    stopwatch: () => performance.now(),
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    timers: {
      after(delayMs, run) {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    },
    digest: { sha256Hex },
    ledger,
    egress: createFetchEgress({ upstreams: env.SLUICE_EDGE_UPSTREAMS }),
    snapshots: createGatewayDatabase({
      url: env.SUPABASE_URL,
      anonKey: env.SUPABASE_ANON_KEY,
      accessToken: createGatewayToken(env.SUPABASE_JWT_SECRET),
    }),
    // No file of networks is at hand here: the platform says the country, or nobody does.
    geo: { countryOf: () => null },
    strangers: floodGuard(env, STRANGERS),
    tokens: null,
    secretBox: createWebSecretBox(env.SLUICE_ENCRYPTION_KEYS),
    report: reportError,
    config: {
      ...DEFAULT_GATEWAY_CONFIG,
      leaseMs: env.SLUICE_LEASE_MS,
      trustedProxies: env.SLUICE_TRUSTED_PROXIES,
      ...countryHeaders(env),
    },
  };
}
