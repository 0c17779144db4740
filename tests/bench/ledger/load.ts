import { setImmediate as nextTurn } from "node:timers/promises";
import type { Ledger } from "@/lib/ledger/port";
import { CANDIDATE, type Pair } from "./workload";

export const IN_FLIGHT = 64;
const DRAIN_BATCH = 1_000;

const LEASE_MS = 600_000;
const DRAIN_PAUSE_MS = 20;

/** Processor time is a pair's; `storeCpuUs` is that of a store in a process of its own. */
export type Sample = { pairs: number; seconds: number; cpuUs: number; storeCpuUs: number | null };

/** Keeps 64 calls in flight for `ms`: each admits, settles, and makes way for the next. Counts whole pairs. */
export async function runPairs(ledger: Ledger, next: (nowMs: number) => Pair, ms: number): Promise<Sample> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + ms;
  let pairs = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (performance.now() < endsAt) {
        await runPair(ledger, next(Date.now()));
        pairs += 1;
        await turnOfTheLoop();
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { pairs, seconds, cpuUs: (user + system) / pairs, storeCpuUs: null };
}

/** Runs so many pairs as fast as it can. */
export async function runCount(ledger: Ledger, next: (nowMs: number) => Pair, count: number): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (; left > 0; ) {
        left -= 1;
        await runPair(ledger, next(Date.now()));
        await turnOfTheLoop();
      }
    }),
  );
}

let turn: Promise<void> | null = null;

/**
 * Calls come in by the event loop. Without it, answers that are at hand would follow each other in one turn that never
 * ends, in which no record is drained and no snapshot is written.
 */
function turnOfTheLoop(): Promise<void> {
  turn ??= nextTurn().then(() => {
    turn = null;
  });
  return turn;
}

async function runPair(ledger: Ledger, { opening, checks, actuals, closing }: Pair): Promise<void> {
  const { outcome } = await ledger.admit(opening, checks, [CANDIDATE], LEASE_MS);
  if (outcome !== "admitted") throw new Error(`The bench's call was not admitted: ${outcome}.`);
  const settled = await ledger.settle(opening.requestId, actuals, closing);
  if (settled.outcome !== "settled") throw new Error(`The bench's call was not settled: ${settled.outcome}.`);
}

/** `emptied` resolves once no record is left. */
export type Tending = { emptied(): Promise<void>; stop(): Promise<void> };

/** What a host does beside answering: takes the records away as they come, and now and then tends the journal. */
export function startTending(ledger: Ledger & { maintain?(): void }): Tending {
  let isStopped = false;
  let emptied = Promise.withResolvers<void>();
  const drain = async () => {
    while (!isStopped) {
      const { ids } = await ledger.drain(DRAIN_BATCH);
      if (ids.length > 0) await ledger.acknowledge(ids);
      else {
        emptied.resolve();
        emptied = Promise.withResolvers();
      }
      if (ids.length < DRAIN_BATCH) await new Promise((later) => setTimeout(later, DRAIN_PAUSE_MS));
    }
  };
  const draining = drain();
  const tending = setInterval(() => ledger.maintain?.(), 1_000);
  return {
    emptied: () => emptied.promise,
    async stop() {
      isStopped = true;
      clearInterval(tending);
      await draining;
    },
  };
}
