import { uuidV7 } from "@/lib/kernel/ids";
import type { Ledger, RecordFields } from "@/lib/ledger/port";
import type { Clock, ErrorReport, Randomness, Timers } from "./ports";

export type RefusalEntry = { requestId: string; keyId: string; reason: string; fields: RecordFields };

export type RefusalLog = {
  /** Keeps one refusal of an identified key: the first of a second in full, the rest as one counted row. */
  add(entry: RefusalEntry): void;
  /** Settles once the rows given to the ledger so far are there. */
  written(): Promise<void>;
  /** Writes the counted rows that are still open. */
  flush(): Promise<void>;
};

type Bucket = { second: number; full: number; counted: number; last: RefusalEntry };

const FULL_PER_SECOND = 20;
const SECOND_MS = 1_000;

/** A flood of refused calls must not become a flood of rows. */
export function createRefusalLog(deps: {
  ledger: Ledger;
  clock: Clock;
  random: Randomness;
  timers: Timers;
  report: ErrorReport;
}): RefusalLog {
  const buckets = new Map<string, Bucket>();
  const writing = new Set<Promise<void>>();
  let isTicking = false;

  function write(requestId: string, fields: RecordFields): void {
    const work = deps.ledger
      .record(requestId, { outcome: "refused", fields })
      .catch((cause: unknown) => deps.report("A refusal could not be recorded.", { requestId }, cause))
      .finally(() => writing.delete(work));
    writing.add(work);
  }

  function close(name: string, bucket: Bucket): void {
    buckets.delete(name);
    if (bucket.counted === 0) return;
    write(uuidV7(deps.clock.nowMs(), deps.random), { ...bucket.last.fields, repeat_count: bucket.counted });
  }

  function sweep(isAll: boolean): void {
    const second = Math.floor(deps.clock.nowMs() / SECOND_MS);
    for (const [name, bucket] of buckets) if (isAll || bucket.second < second) close(name, bucket);
  }

  function schedule(): void {
    if (isTicking || buckets.size === 0) return;
    isTicking = true;
    deps.timers.after(SECOND_MS, () => {
      isTicking = false;
      sweep(false);
      schedule();
    });
  }

  return {
    add(entry) {
      const name = `${entry.keyId} ${entry.reason}`;
      const second = Math.floor(deps.clock.nowMs() / SECOND_MS);
      let bucket = buckets.get(name);
      if (bucket && bucket.second !== second) {
        close(name, bucket);
        bucket = undefined;
      }
      if (!bucket) {
        bucket = { second, full: 0, counted: 0, last: entry };
        buckets.set(name, bucket);
        schedule();
      }
      bucket.last = entry;
      if (bucket.full < FULL_PER_SECOND) {
        bucket.full += 1;
        write(entry.requestId, entry.fields);
      } else {
        bucket.counted += 1;
      }
    },
    async written() {
      await Promise.all(writing);
    },
    async flush() {
      sweep(true);
      await Promise.all(writing);
    },
  };
}
