import { readdirSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createMemoryLedger, type MemoryLedger } from "@/lib/adapters/memory/memory-ledger";

const CLOCK = { nowMs: () => Date.now() };

export function openMemoryLedger(dir: string, compactAtBytes?: number): MemoryLedger {
  return createMemoryLedger({ dir, clock: CLOCK, ...(compactAtBytes === undefined ? {} : { compactAtBytes }) });
}

/** Bytes in use after a full collection. */
export function heapBytes(): number {
  if (!globalThis.gc) throw new Error("This process must be started with --expose-gc.");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** How long a start takes, from the journal as it was left and from a snapshot; and the longest stop a compaction makes. */
export async function measureUpkeep(dir: string): Promise<Record<string, number>> {
  const fromJournal = timed(() => openMemoryLedger(dir, 1));
  const { longestMs, totalMs } = await longestBlock(dir, fromJournal.made);
  await fromJournal.made.close();
  const fromSnapshot = timed(() => openMemoryLedger(dir));
  await fromSnapshot.made.close();
  return {
    start_ms_as_left: fromJournal.ms,
    start_ms_from_snapshot: fromSnapshot.ms,
    compaction_ms: totalMs,
    compaction_longest_block_ms: longestMs,
  };
}

/** Turns of the event loop follow each other at once; what lies between two of them is what a call would wait. */
async function longestBlock(dir: string, ledger: MemoryLedger): Promise<{ longestMs: number; totalMs: number }> {
  const before = newestSnapshot(dir);
  const startedAt = performance.now();
  let last = startedAt;
  let longestMs = 0;
  ledger.maintain();
  for (let turn = 1; ; turn += 1) {
    await nextTurn();
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    if (turn % 50 === 0 && newestSnapshot(dir) !== before) break;
    last = performance.now();
  }
  return { longestMs: rounded(longestMs), totalMs: rounded(performance.now() - startedAt) };
}

function newestSnapshot(dir: string): string | undefined {
  return readdirSync(dir)
    .filter((name) => name.startsWith("snapshot-") && !name.endsWith(".tmp"))
    .sort()
    .at(-1);
}

function timed<T>(make: () => T): { made: T; ms: number } {
  const startedAt = performance.now();
  const made = make();
  return { made, ms: rounded(performance.now() - startedAt) };
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
