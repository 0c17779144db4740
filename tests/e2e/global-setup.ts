import { startStack } from "../helpers/stack";

/**
 * Starts one stack for all journeys, unless a running one is named by `SLUICE_E2E_URL`, `SLUICE_E2E_DEMO` and
 * `SLUICE_E2E_DATABASE_URL`.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.SLUICE_E2E_URL) return undefined;
  const stack = await startStack();
  process.env.SLUICE_E2E_URL = stack.demo.url;
  process.env.SLUICE_E2E_DEMO = JSON.stringify(stack.demo);
  process.env.SLUICE_E2E_DATABASE_URL = stack.run().databaseUrl;
  return async () => {
    await stack.stop();
  };
}
