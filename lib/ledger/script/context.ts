import type { ScriptRunner, SharedLedger } from "@/lib/ledger/shared";
import { createCalls, type SharedCall } from "./calls";
import { DEFAULT_PREFIX, type LedgerKeys, ledgerKeys } from "./keys";
import { SCRIPTS } from "./scripts";

/** Runs scripts, tells of settings that would lose counters, and can be closed. */
export type ScriptStore = ScriptRunner &
  Pick<SharedLedger, "check" | "close"> & {
    /** Does one plain command. Rejects with `LedgerUnavailable`, whose message has the store's own words. */
    command(name: string, ...args: readonly string[]): Promise<unknown>;
    /** Runs `work` when all that is ready to be done has been, so that what comes of it can be sent together. */
    defer(work: () => void): void;
  };

export type ScriptLedgerOptions = {
  /** @default "{sluice}" */
  prefix?: string | undefined;
  /** This process's name among those that drain. Two living ones of the same name drain the same records. */
  consumer: string;
  /** Records that a consumer was handed and was silent about for this long are handed to another. @default 30_000 */
  claimAfterMs?: number | undefined;
  /** How long a closed request is known, for repeats and late truth. @default 180_000 */
  closedKeptMs?: number | undefined;
  /** The same for one whose lease ran out, and for the ids of adjustments. @default 86_400_000 */
  reapedKeptMs?: number | undefined;
  /** For tests alone: without it the store's own clock decides. */
  testClock?: { nowMs(): number } | undefined;
};

type ScriptName = keyof typeof SCRIPTS;

export type ScriptContext = {
  keys: LedgerKeys;
  consumer: string;
  claimAfterMs: number;
  closedKeptMs: number;
  reapedKeptMs: number;
  command: ScriptStore["command"];
  defer: ScriptStore["defer"];
  /** Runs a script that needs the fixed keys alone. */
  run(script: ScriptName, ...args: readonly string[]): Promise<unknown>;
  /** A call that may share its run with others of the same turn of the event loop. */
  together: SharedCall;
  /** Runs a script about one request. */
  ofRequest(script: ScriptName, requestId: string, ...args: readonly string[]): Promise<unknown>;
  /** Runs a script that heeds which rebuild is under way. */
  ofRebuild(script: ScriptName, ...args: readonly string[]): Promise<unknown>;
  ofAdjustment(script: ScriptName, id: string, ...args: readonly string[]): Promise<unknown>;
};

export function createContext(store: ScriptStore, options: ScriptLedgerOptions): ScriptContext {
  const { testClock } = options;
  const keys = ledgerKeys(options.prefix ?? DEFAULT_PREFIX);
  const now = () => (testClock ? String(testClock.nowMs()) : "");
  return {
    keys,
    consumer: options.consumer,
    claimAfterMs: options.claimAfterMs ?? 30_000,
    closedKeptMs: options.closedKeptMs ?? 180_000,
    reapedKeptMs: options.reapedKeptMs ?? 86_400_000,
    command: store.command,
    defer: store.defer,
    together: createCalls(store, keys, now),
    run: (script, ...args) => store.run(SCRIPTS[script], keys.fixed, [now(), "", ...args]),
    ofRequest: (script, id, ...args) =>
      store.run(SCRIPTS[script], [...keys.fixed, keys.request(id)], [now(), id, ...args]),
    ofRebuild: (script, ...args) => store.run(SCRIPTS[script], [...keys.fixed, keys.rebuilding], [now(), "", ...args]),
    ofAdjustment: (script, id, ...args) =>
      store.run(SCRIPTS[script], [...keys.fixed, keys.adjustment(id)], [now(), id, ...args]),
  };
}
