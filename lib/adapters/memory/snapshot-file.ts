import { closeSync, fsyncSync, openSync, renameSync } from "node:fs";
import type { LedgerState } from "@/lib/ledger/model/state";
import { asWritten, headerOf, isHeader, pathOf, requireFormat } from "./ledger-files";
import { createLineBatch } from "./line-batch";
import { encodeLine, openLineFile, readLines } from "./line-file";
import { dumpState } from "./snapshot";
import type { FirstCounter, Footer, SnapshotItem } from "./snapshot-items";
import { createStateLoader } from "./snapshot-loader";

/** How long calls wait for a step, and how long they then have for themselves. */
const STEP_MS = 2;
const PAUSE_MS = 2;

/** Fills an empty state; throws for a snapshot that is damaged or of another format. */
export function loadSnapshot(path: string, state: LedgerState): void {
  const { take, end } = createStateLoader(state);
  let lines = 0;
  let isComplete = false;
  const takeItem = (item: SnapshotItem | FirstCounter | Footer) => {
    if ("kind" in item && item.kind === "end") {
      isComplete = item.lines === lines;
      return;
    }
    lines += 1;
    take(item);
  };
  readLines(path, false, (value) => {
    if (isHeader(value)) return requireFormat(value, "snapshot");
    // Format 1 wrote each item as a line of its own.
    if (Array.isArray(value)) for (const item of value) takeItem(asWritten<SnapshotItem | Footer>(item));
    else takeItem(asWritten<FirstCounter | SnapshotItem | Footer>(value));
  });
  if (!isComplete)
    throw new RangeError(`The ledger snapshot ${path} is incomplete. Restore the ledger folder from a backup.`);
  end();
}

/** Writes the state of this instant in steps between other work, then moves it into place. */
export function writeSnapshot(
  dir: string,
  generation: number,
  state: LedgerState,
  onDone: (result: { bytes: number } | { cause: unknown }) => void,
): { stop(): void } {
  const path = pathOf(dir, "snapshot", generation);
  const file = openLineFile(`${path}.tmp`, 0);
  const batch = createLineBatch();
  let items = 0;
  const dump = dumpState(state, {
    add(item) {
      batch.add(item);
      items += 1;
    },
    addJson(bytes) {
      batch.addJson(bytes);
      items += 1;
    },
  });
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    dump.stop();
    file.close();
  };
  const finish = (cause: unknown) => {
    if (isStopped) return;
    stop();
    if (cause) return onDone({ cause });
    try {
      renameSync(`${path}.tmp`, path);
      syncFolder(dir);
      onDone({ bytes: file.sizeBytes() });
    } catch (error) {
      onDone({ cause: error });
    }
  };
  const step = () => {
    if (isStopped) return;
    try {
      const endsAt = performance.now() + STEP_MS;
      const hasMore = dump.step(() => performance.now() < endsAt);
      if (!hasMore) batch.add({ kind: "end", lines: items } satisfies Footer);
      file.append(batch.bytes());
      batch.clear();
      if (hasMore) setTimeout(step, PAUSE_MS);
      else file.syncLater(finish);
    } catch (error) {
      finish(error);
    }
  };
  try {
    file.append(encodeLine(headerOf("snapshot", generation)));
    setImmediate(step);
  } catch (error) {
    finish(error);
  }
  return { stop };
}

function syncFolder(dir: string): void {
  const fd = openSync(dir, "r");
  fsyncSync(fd);
  closeSync(fd);
}
