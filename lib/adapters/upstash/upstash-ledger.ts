import type { ScriptLedgerOptions } from "@/lib/ledger/script/context";
import { createScriptLedger } from "@/lib/ledger/script/script-ledger";
import type { SharedLedger } from "@/lib/ledger/shared";
import { createUpstashStore, type UpstashStoreOptions } from "./upstash-store";

export type UpstashLedgerOptions = UpstashStoreOptions & ScriptLedgerOptions;

/** The ledger of several processes in an Upstash database; the same scripts as in Redis. */
export function createUpstashLedger(options: UpstashLedgerOptions): SharedLedger {
  return createScriptLedger(createUpstashStore(options), options);
}
