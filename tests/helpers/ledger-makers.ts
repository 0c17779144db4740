import { createRedisLedger } from "@/lib/adapters/redis/redis-ledger";
import { createUpstashLedger } from "@/lib/adapters/upstash/upstash-ledger";
import type { ScriptLedgerOptions } from "@/lib/ledger/script/context";
import type { SharedLedger } from "@/lib/ledger/shared";
import { createManualClock, type LedgerUnderTest } from "@/tests/contract/ledger-fixtures";
import { type RestBridge, startRestBridge } from "./redis-rest-bridge";
import { type RedisServer, startRedisServer } from "./redis-server";

export { isRedisMissing } from "./redis-server";

export type SharedUnderTest = LedgerUnderTest & { ledger: SharedLedger; prefix: string };
export type MakeShared = (over?: Partial<ScriptLedgerOptions>) => Promise<SharedUnderTest>;

/** One real Redis for a file of tests, and ledgers in it, each with keys of its own and a clock that is moved by hand. */
export type SharedStores = { redis: MakeShared; upstash: MakeShared; server(): RedisServer; stop(): Promise<void> };

const TOKEN = "bridge-token";
let made = 0;

/** Call in `beforeAll`; the makers work until `stop`. */
export async function startSharedStores(): Promise<SharedStores> {
  const server = await startRedisServer();
  const bridge = await startRestBridge({ redisUrl: server.url, token: TOKEN });
  const open = (create: (options: ScriptLedgerOptions) => SharedLedger & { ready?(ms: number): Promise<void> }) =>
    makerOf(server, create);
  return {
    redis: open((options) => createRedisLedger({ ...options, url: server.url, timeoutMs: 10_000, reportError: fail })),
    upstash: open((options) => createUpstashLedger({ ...options, url: bridge.url, token: TOKEN, timeoutMs: 10_000 })),
    server: () => server,
    stop: () => stopAll(bridge, server),
  };
}

function makerOf(
  server: RedisServer,
  create: (options: ScriptLedgerOptions) => SharedLedger & { ready?(ms: number): Promise<void> },
): MakeShared {
  return async (over = {}) => {
    made += 1;
    const clock = createManualClock();
    const prefix = `{test-${made}}`;
    const ledger = create({ prefix, consumer: "only", testClock: clock, ...over });
    await ledger.ready?.(5_000);
    await server.command(`SET ${ledger.keys.epoch} 1`);
    return { ledger, clock, prefix: over.prefix ?? prefix, close: () => ledger.close() };
  };
}

async function stopAll(bridge: RestBridge, server: RedisServer): Promise<void> {
  await bridge.stop();
  await server.stop();
}

function fail(message: string, cause: unknown): never {
  throw new Error(message, { cause });
}
