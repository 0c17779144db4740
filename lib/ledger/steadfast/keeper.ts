import type { Closing } from "@/lib/ledger/port";
import type { Kept } from "./kept-request";
import { createToldQueue, type ToldQueue } from "./told-queue";

/** A refusal's record that Postgres may not have yet. */
export type KeptRecord = { readonly requestId: string; readonly closing: Closing; isTold: boolean };

type Entry = Kept | KeptRecord;

/** What this process opened and Postgres may not have yet. */
export type Keeper = Pick<ToldQueue<Entry>, "beforePulse" | "drainedUpTo"> & {
  readonly requests: ReadonlyMap<string, Kept>;
  readonly records: ReadonlyMap<string, KeptRecord>;
  /** Requests that the store does not have, as far as is known. */
  readonly unstored: ReadonlySet<Kept>;
  /** Ends and refusals that the store could not be told. */
  readonly owed: ReadonlySet<Entry>;
  keep(kept: Kept): void;
  keepRecord(record: KeptRecord): void;
  drop(entry: Entry): void;
  owe(entry: Entry): void;
  setStored(kept: Kept, isStored: boolean): void;
  /** The store has its end: it may be forgotten once Postgres has it. */
  told(entry: Entry): void;
  /** Nothing counts as stored or told any more. */
  doubtAll(): void;
};

export function createKeeper(maxTold: number): Keeper {
  const requests = new Map<string, Kept>();
  const records = new Map<string, KeptRecord>();
  const unstored = new Set<Kept>();
  const owed = new Set<Entry>();
  const queue = createToldQueue<Entry>(maxTold, drop);

  function drop(entry: Entry): void {
    owed.delete(entry);
    if ("opening" in entry) {
      requests.delete(entry.opening.requestId);
      unstored.delete(entry);
    } else records.delete(entry.requestId);
  }

  function setStored(kept: Kept, isStored: boolean): void {
    kept.isInStore = isStored;
    if (isStored) unstored.delete(kept);
    else {
      unstored.add(kept);
      owed.delete(kept);
    }
  }

  return {
    requests,
    records,
    unstored,
    owed,
    drop,
    setStored,
    beforePulse: queue.beforePulse,
    drainedUpTo: queue.drainedUpTo,
    owe: (entry) => void owed.add(entry),
    keep(kept) {
      requests.set(kept.opening.requestId, kept);
      if (!kept.isInStore) unstored.add(kept);
    },
    keepRecord: (record) => void records.set(record.requestId, record),
    told(entry) {
      entry.isTold = true;
      owed.delete(entry);
      queue.push(entry);
    },
    doubtAll() {
      queue.clear();
      for (const record of records.values()) {
        record.isTold = false;
        owed.add(record);
      }
      for (const kept of requests.values()) {
        kept.isTold = false;
        setStored(kept, false);
      }
    },
  };
}
