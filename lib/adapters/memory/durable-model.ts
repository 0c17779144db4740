import type { Clock } from "@/lib/kernel/clock";
import { createLedgerModel, type LedgerModel } from "@/lib/ledger/model/model";
import { LedgerUnavailable } from "@/lib/ledger/port";
import type { Journal } from "./journal";

const RECOVER_AFTER_MS = 1_000;
const JOURNAL_PER_SNAPSHOT = 8;
/** More records than this are on their way to Postgres: a snapshot would write again what is gone in a moment. */
const MANY_RECORDS = 10_000;

/** The model and its journal as one: what was answered is written, what could not be written did not happen. */
export type DurableModel = {
  model(): LedgerModel;
  isHealthy(): boolean;
  /** Runs a change and resolves once it was handed to the operating system. */
  change<T>(run: (model: LedgerModel, nowMs: number) => T): Promise<T>;
  read<T>(run: (model: LedgerModel, nowMs: number) => T): Promise<T>;
  maintain(): void;
  close(): Promise<void>;
};

export function createDurableModel(journal: Journal | null, clock: Clock, compactAtBytes: number): DurableModel {
  let model = createLedgerModel((event) => journal?.push(event), journal?.state());
  let lastMs = model.state.lastMs;
  let compactAt = compactAtBytes;
  let failure: { cause: unknown; atMs: number } | null = null;
  let compactionFailure: unknown = null;
  let isClosed = false;
  const now = () => {
    lastMs = Math.max(lastMs, Math.floor(clock.nowMs()));
    return lastMs;
  };
  const fail = (cause: unknown) => {
    failure = { cause, atMs: clock.nowMs() };
  };
  const flushed = createBatchedFlush(journal, fail);

  function requireHealthy(): void {
    if (isClosed) throw unavailable("it is closed");
    if (failure && journal && clock.nowMs() - failure.atMs >= RECOVER_AFTER_MS) {
      try {
        journal.reload();
        model = createLedgerModel((event) => journal.push(event), journal.state());
        failure = null;
      } catch (cause) {
        fail(cause);
      }
    }
    if (failure) throw unavailable("its journal cannot be written", failure.cause);
  }

  return {
    model: () => model,
    isHealthy: () => failure === null && !isClosed,
    async change(run) {
      requireHealthy();
      const answer = run(model, now());
      if (journal) await flushed();
      return answer;
    },
    async read(run) {
      if (isClosed) throw unavailable("it is closed");
      return run(model, now());
    },
    maintain() {
      if (!journal) return;
      requireHealthy();
      if (compactionFailure !== null) {
        const cause = compactionFailure;
        compactionFailure = null;
        throw new Error("The ledger's snapshot could not be written; its journal goes on growing.", { cause });
      }
      const bytes = journal.journalBytes();
      const isWorthIt = model.state.outgoing.size <= MANY_RECORDS || bytes >= compactAt * JOURNAL_PER_SNAPSHOT;
      if (bytes < compactAt || !isWorthIt) return;
      try {
        journal.flush();
      } catch (cause) {
        fail(cause);
        throw unavailable("its journal cannot be written", cause);
      }
      journal.compact((result) => {
        // A snapshot of many counters takes its time, too: it must be small beside the journal that it replaces.
        if ("bytes" in result) compactAt = Math.max(compactAtBytes, result.bytes * JOURNAL_PER_SNAPSHOT);
        else compactionFailure = result.cause;
      });
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      try {
        if (!failure) journal?.flush();
        journal?.sync();
      } finally {
        journal?.close();
      }
    },
  };
}

/** All changes of what runs now, with all that its promises bring about, share one write. */
function createBatchedFlush(journal: Journal | null, onFailure: (cause: unknown) => void): () => Promise<void> {
  let turn: Promise<void> | null = null;
  return () => {
    turn ??= new Promise((resolve, reject) => {
      process.nextTick(() => {
        turn = null;
        try {
          journal?.flush();
          resolve();
        } catch (cause) {
          onFailure(cause);
          reject(unavailable("its journal cannot be written", cause));
        }
      });
    });
    return turn;
  };
}

function unavailable(reason: string, cause?: unknown): LedgerUnavailable {
  return new LedgerUnavailable(`The ledger is unavailable: ${reason}.`, cause === undefined ? undefined : { cause });
}
