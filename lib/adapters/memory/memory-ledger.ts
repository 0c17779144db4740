import type { Clock } from "@/lib/kernel/clock";
import type { Ledger } from "@/lib/ledger/port";
import { createDurableModel } from "./durable-model";
import { type Journal, openJournal } from "./journal";
import { lockFolder } from "./owner-lock";

export type MemoryLedgerOptions = {
  /** Folder of the journal; null keeps nothing beyond the process. One process owns it. */
  dir: string | null;
  clock: Clock;
  /** The journal grows to this before `maintain` compacts it. @default 64 MiB */
  compactAtBytes?: number;
};

export type LedgerStats = { openRequests: number; backlog: number; journalBytes: number; isHealthy: boolean };

export type MemoryLedger = Ledger & {
  /** Recovers after a write error and compacts a grown journal; throws while either fails. Call it about once a second. */
  maintain(): void;
  /** Flushes, syncs and unlocks. The ledger answers `LedgerUnavailable` afterwards. */
  close(): Promise<void>;
  /** `backlog` counts records and adjustments not yet acknowledged. */
  stats(): LedgerStats;
};

const COMPACT_AT_BYTES = 64 * 1024 * 1024;

/**
 * The ledger of one process: the model in memory, every change appended to a journal. An answer is given only after
 * its change was handed to the operating system, so that it survives the death of the process.
 * Throws `LedgerInUse` for a second owner and `LedgerFileCorrupt` for damaged files.
 */
export function createMemoryLedger(options: MemoryLedgerOptions): MemoryLedger {
  const { dir, clock, compactAtBytes = COMPACT_AT_BYTES } = options;
  const { journal, unlock } = dir === null ? { journal: null, unlock: null } : openOwned(dir);
  const durable = createDurableModel(journal, clock, compactAtBytes);
  const { change, read } = durable;

  return {
    admit: (opening, common, candidates, leaseMs) => change((m, t) => m.admit(t, opening, common, candidates, leaseMs)),
    restore: (requests, leaseMs) => change((m, t) => m.restore(t, requests, leaseMs)),
    start: (requestId) => change((m, t) => m.start(t, requestId)),
    cancel: (requestId, closing) => change((m, t) => m.cancel(t, requestId, closing)),
    extend: (requestId, delta) => change((m, t) => m.extend(t, requestId, delta)),
    replace: (requestId, candidate) => change((m, t) => m.replace(t, requestId, candidate)),
    renew: (requestId, metered) => change((m, t) => m.renew(t, requestId, metered)),
    settle: (requestId, actuals, closing) => change((m, t) => m.settle(t, requestId, actuals, closing)),
    record: (requestId, closing) => change((m, t) => m.record(t, requestId, closing)),
    adjust: (adjustment) => change((m, t) => m.adjust(t, adjustment)),
    bump: (versions) => change((m, t) => m.bump(t, versions)),
    reap: () => change((m, t) => m.reap(t)),
    // What leaves for Postgres must be in the journal first, or a crash would write it a second time.
    drain: (max) => change((m, t) => m.drain(t, max)),
    acknowledge: (ids) => change((m, t) => m.acknowledge(t, ids)),
    fresh: (versions) => read((m, t) => m.fresh(t, versions)),
    balances: (queries) => read((m, t) => m.balances(t, queries)),
    openHolds: (filter) => read((m, t) => m.openHolds(t, filter)),
    maintain: durable.maintain,
    async close() {
      try {
        await durable.close();
      } finally {
        unlock?.();
      }
    },
    stats: () => ({
      openRequests: durable.model().state.open.size,
      backlog: durable.model().state.outgoing.size,
      journalBytes: journal?.journalBytes() ?? 0,
      isHealthy: durable.isHealthy(),
    }),
  };
}

function openOwned(dir: string): { journal: Journal; unlock: () => void } {
  const unlock = lockFolder(dir);
  try {
    return { journal: openJournal(dir), unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}
