import { createHash } from "node:crypto";
import { Redis } from "ioredis";
import { LedgerUnavailable } from "@/lib/ledger/port";
import type { ScriptStore } from "@/lib/ledger/script/context";
import { checkSettings } from "./check-settings";

export type RedisStoreOptions = {
  /** `redis://` or `rediss://`, with user and password where the server wants them. */
  url: string;
  /** A call without an answer for so long rejects; it may or may not have happened. @default 1000 */
  timeoutMs?: number | undefined;
  /** Told once when the connection is lost, and again only after it was there in between. */
  reportError(message: string, cause: unknown): void;
};

export type RedisStore = ScriptStore & {
  /** Resolves with the first connection; rejects where there is none within `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
};

const LONGEST_PAUSE_MS = 1_000;

/**
 * One connection over which all calls are pipelined. Nothing waits for a lost connection and nothing is sent a second
 * time: whoever calls decides what to do, since only he knows whether it is too late.
 */
export function createRedisStore({ url, timeoutMs = 1_000, reportError }: RedisStoreOptions): RedisStore {
  const redis = new Redis(url, {
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    // A connection that only looks alive is given up, so that a new one can be made.
    socketTimeout: timeoutMs * 5,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(LONGEST_PAUSE_MS, 20 * 2 ** Math.min(times, 10)),
  });
  listen(redis, reportError);
  const shaOf = createShas();
  const send = createSender(redis);

  return {
    async run(script, keys, args) {
      const rest = [keys.length, ...keys, ...args] as const;
      try {
        return await send(() => redis.evalsha(shaOf(script), ...rest));
      } catch (cause) {
        if (!isNoScript(cause)) throw unavailable(cause);
      }
      // The script was not there, so nothing has happened yet.
      return await redis.eval(script, ...rest).catch((cause: unknown) => {
        throw unavailable(cause);
      });
    },
    command: (name, ...args) => redis.call(name, ...args).catch(asUnavailable),
    // After what arrived at once on many connections was read.
    defer: (work) => void setImmediate(work),
    // That its settings are unfit is no outage: it must not be waited out.
    check: () => checkSettings((section) => redis.info(section).catch(asUnavailable)),
    ready: (withinMs) => connected(redis, withinMs),
    async close() {
      redis.disconnect();
    },
  };
}

/** Calls of one turn of the event loop leave in one write, which halves what a call costs. */
function createSender(redis: Redis): <T>(call: () => T) => T {
  let corked: Redis["stream"] | null = null;
  return (call) => {
    if (corked === null && redis.status === "ready") {
      corked = redis.stream;
      corked.cork();
      process.nextTick(() => {
        corked?.uncork();
        corked = null;
      });
    }
    return call();
  };
}

function listen(redis: Redis, reportError: RedisStoreOptions["reportError"]): void {
  let isReported = false;
  redis.on("ready", () => {
    isReported = false;
  });
  redis.on("error", (cause: unknown) => {
    if (!isReported) reportError("The connection to Redis failed; it is tried again until it succeeds.", cause);
    isReported = true;
  });
}

function createShas(): (script: string) => string {
  const shas = new Map<string, string>();
  return (script) => {
    let sha = shas.get(script);
    if (sha === undefined) {
      sha = createHash("sha1").update(script).digest("hex");
      shas.set(script, sha);
    }
    return sha;
  };
}

async function connected(redis: Redis, withinMs: number): Promise<void> {
  if (redis.status === "ready") return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      redis.off("ready", onReady);
      reject(new LedgerUnavailable(`Redis could not be reached within ${withinMs} ms.`));
    }, withinMs);
    const onReady = () => {
      clearTimeout(timer);
      resolve();
    };
    redis.once("ready", onReady);
  });
}

function isNoScript(cause: unknown): boolean {
  return cause instanceof Error && cause.message.startsWith("NOSCRIPT");
}

function asUnavailable(cause: unknown): never {
  throw unavailable(cause);
}

function unavailable(cause: unknown): LedgerUnavailable {
  if (cause instanceof LedgerUnavailable) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LedgerUnavailable(`Redis did not answer: ${why}`, { cause });
}
