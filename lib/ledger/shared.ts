import type { Ledger } from "./port";
import type { Metric, Period, Strategy } from "./rules";

/** Runs one of our scripts in the store, atomically. Rejects with `LedgerUnavailable` when the store cannot answer. */
export type ScriptRunner = {
  run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
};

/** What Postgres says a counter has counted: money in nano-dollars. `previousUsed` is for sliding windows. */
export type CountedBefore = {
  ruleId: string;
  subject: string;
  metric: Metric;
  strategy: Strategy;
  period: Period;
  used: number;
  previousUsed: number;
};

/** A ledger whose store is another system that all processes share, and that may be emptied behind their back. */
export type SharedLedger = Ledger & {
  readonly store: ScriptRunner;
  /** Every key of ours begins with `prefix`. While `epoch` is missing, `admit` answers `lost`. */
  readonly keys: {
    readonly prefix: string;
    readonly epoch: string;
    readonly stream: string;
    /** Holds the name of the rebuild that is under way. */
    readonly rebuilding: string;
  };
  /**
   * Adds to counters what was counted before the store was emptied. Works while the store answers `lost`. Answers false,
   * and adds nothing, unless `rebuild` is the one under way: the store may be emptied again meanwhile. "" is any.
   */
  addUsed(cells: readonly CountedBefore[], rebuild: string): Promise<boolean>;
  /** Deletes every key of ours. */
  wipe(): Promise<void>;
  /** Rejects with a sentence where the store's settings would lose counters; answers what is merely unwise. */
  check(): Promise<{ warnings: readonly string[] }>;
  close(): Promise<void>;
};
