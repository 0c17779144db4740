/** Runs once before the server takes requests (Next's convention). */
export async function register(): Promise<void> {
  if ("EdgeRuntime" in globalThis) return;
  const { keepNodeRequests } = await import("@/lib/server/next-host/node-request");
  keepNodeRequests();
  // A shared store wants to be looked at before it may be used.
  const { nextLedger } = await import("@/lib/server/ledger/process-ledger");
  nextLedger();
}
