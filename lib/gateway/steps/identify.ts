import { floodSubject } from "@/lib/gateway/access/address";
import type { GatewayRuntime, Identified, Received } from "@/lib/gateway/context";
import { Refusal } from "@/lib/gateway/refusal";
import type { CompiledKey } from "@/lib/gateway/snapshot/compile-snapshot";
import { parseApiKey } from "@/lib/kernel/api-key";
import type { Soon } from "@/lib/kernel/soon";

const INVALID =
  "This API key is not valid here. Check that you copied all 45 characters of it, or create a key in the dashboard.";

/** Finds the key behind the text. A wrong checksum costs no look-up; our own outage is never told as the caller's mistake. */
export function identify(runtime: GatewayRuntime, received: Received): Soon<Identified | Refusal> {
  if (!parseApiKey(received.apiKey).ok) return turnAway(runtime, received);
  const keyHash = runtime.digest.sha256Hex(received.apiKey);
  const compiled = runtime.cache.peek(keyHash);
  return compiled ? { ...received, keyHash, compiled } : lookUp(runtime, received, keyHash);
}

async function lookUp(runtime: GatewayRuntime, received: Received, keyHash: string): Promise<Identified | Refusal> {
  const compiled = await load(runtime, () => runtime.cache.get(keyHash));
  if (compiled instanceof Refusal) return compiled;
  if (compiled === null) return await turnAway(runtime, received);
  return { ...received, keyHash, compiled };
}

/** An unknown key. Only such calls are counted by address: a flood of them never touches who shares the address and is known. */
async function turnAway(runtime: GatewayRuntime, { call }: Received): Promise<Refusal> {
  const verdict = await runtime.strangers.admit(floodSubject(call.clientIp));
  if (verdict.pending) runtime.track(verdict.pending.then(() => undefined));
  if (verdict.isAllowed) return new Refusal("key_invalid", INVALID);
  return new Refusal("rate_limited", "Too many calls with unknown keys came from your address. Wait, then try again.", {
    retryAfterMs: verdict.retryAfterMs,
  });
}

/** The same call with a snapshot loaded anew; the key may be gone by now. */
export async function reidentify(runtime: GatewayRuntime, known: Identified): Promise<Identified | Refusal> {
  const compiled = await load(runtime, () => runtime.cache.reload(known.keyHash));
  if (compiled instanceof Refusal) return compiled;
  if (compiled === null) return new Refusal("key_invalid", INVALID);
  return { ...known, compiled };
}

async function load(
  runtime: GatewayRuntime,
  read: () => Promise<CompiledKey | null>,
): Promise<CompiledKey | null | Refusal> {
  try {
    return await read();
  } catch (cause) {
    runtime.report("A key's configuration could not be loaded.", {}, cause);
    return new Refusal(
      "config_unavailable",
      "The gateway cannot read its configuration at the moment. Try again shortly.",
    );
  }
}
