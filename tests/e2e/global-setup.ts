import { freePort } from "../helpers/free-port";
import { startStack } from "../helpers/stack";

/**
 * Starts one stack for all journeys, unless a running one is named by `SLUICE_E2E_URL`, `SLUICE_E2E_DEMO` and
 * `SLUICE_E2E_DATABASE_URL`; such a one allows `SLUICE_E2E_UPSTREAM_PORT` on loopback as a private upstream.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.SLUICE_E2E_URL) return undefined;
  const upstreamPort = await freePort();
  const stack = await startStack({ env: { SLUICE_PRIVATE_UPSTREAMS: `127.0.0.1:${upstreamPort}` } });
  process.env.SLUICE_E2E_UPSTREAM_PORT = String(upstreamPort);
  process.env.SLUICE_E2E_URL = stack.demo.url;
  process.env.SLUICE_E2E_DEMO = JSON.stringify(stack.demo);
  process.env.SLUICE_E2E_DATABASE_URL = stack.run().databaseUrl;
  return async () => {
    await stack.stop();
  };
}
