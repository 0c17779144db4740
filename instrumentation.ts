/** Runs once before the server takes requests (Next's convention). */
export async function register(): Promise<void> {
  if ("EdgeRuntime" in globalThis) return;
  const { keepNodeRequests } = await import("@/lib/server/next-host/node-request");
  keepNodeRequests();
}
