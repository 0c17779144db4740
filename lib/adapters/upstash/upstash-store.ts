import { Redis } from "@upstash/redis";
import { LedgerUnavailable } from "@/lib/ledger/port";
import type { ScriptStore } from "@/lib/ledger/script/context";

export type UpstashStoreOptions = {
  url: string;
  token: string;
  /** A call without an answer for so long rejects; it may or may not have happened. @default 2000 */
  timeoutMs?: number | undefined;
};

/** Scripts over Upstash's HTTP interface. Calls of one turn of the event loop travel in one request. */
export function createUpstashStore({ url, token, timeoutMs = 2_000 }: UpstashStoreOptions): ScriptStore {
  const redis = new Redis({
    url,
    token,
    // Answers stay the text that the script wrote: to read them as JSON here would round large numbers.
    automaticDeserialization: false,
    enableAutoPipelining: true,
    enableTelemetry: false,
    // Only the caller knows whether it is too late for a second try.
    retry: false,
    signal: () => AbortSignal.timeout(timeoutMs),
  });
  const shaOf = createShas();

  return {
    async run(script, keys, args) {
      const sha = await shaOf(script);
      try {
        return await redis.evalsha(sha, [...keys], [...args]);
      } catch (cause) {
        if (!isNoScript(cause)) throw unavailable(cause);
      }
      // The script was not there, so nothing has happened yet.
      return await redis.eval(script, [...keys], [...args]).catch(asUnavailable);
    },
    command: (name, ...args) => redis.exec<unknown>([name, ...args]).catch(asUnavailable),
    defer: queueMicrotask,
    // Upstash runs no cluster, keeps what it is given on disk, and evicts only where that was switched on; none of it can be asked.
    async check() {
      await redis.ping().catch(asUnavailable);
      return { warnings: [] };
    },
    async close() {
      // Each request is a connection of its own: nothing stays open.
    },
  };
}

function createShas(): (script: string) => Promise<string> {
  const shas = new Map<string, Promise<string>>();
  return (script) => {
    let sha = shas.get(script);
    if (sha === undefined) {
      sha = sha1(script);
      shas.set(script, sha);
    }
    return sha;
  };
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isNoScript(cause: unknown): boolean {
  return cause instanceof Error && cause.message.includes("NOSCRIPT");
}

function asUnavailable(cause: unknown): never {
  throw unavailable(cause);
}

function unavailable(cause: unknown): LedgerUnavailable {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LedgerUnavailable(`Upstash did not answer: ${why}`, { cause });
}
