import type { ScriptLedgerOptions } from "@/lib/ledger/script/context";
import { createScriptLedger } from "@/lib/ledger/script/script-ledger";
import type { SharedLedger } from "@/lib/ledger/shared";
import { createRedisStore, type RedisStore, type RedisStoreOptions } from "./redis-store";

export type RedisLedgerOptions = RedisStoreOptions & ScriptLedgerOptions;

export type RedisLedger = SharedLedger & Pick<RedisStore, "ready">;

/**
 * The ledger of several processes in one Redis 7. It connects by itself, and again after a loss; until then, and
 * whenever no answer comes in time, calls reject with `LedgerUnavailable`.
 */
export function createRedisLedger(options: RedisLedgerOptions): RedisLedger {
  const store = createRedisStore(options);
  return { ...createScriptLedger(store, options), ready: store.ready };
}
