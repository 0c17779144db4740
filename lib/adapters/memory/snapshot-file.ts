import { closeSync, fsyncSync, openSync, renameSync } from "node:fs";
import type { LedgerState } from "@/lib/ledger/model/state";
import { asWritten, headerOf, isHeader, pathOf, requireFormat } from "./ledger-files";
import { encodeLine, openLineFile, readLines } from "./line-file";
import { createStateLoader, dumpCounters, dumpRest, type SnapshotLine } from "./snapshot";

type Footer = { kind: "end"; lines: number };

const COUNTERS_PER_STEP = 2_000;

/** Fills an empty state; throws for a snapshot that is damaged or of another format. */
export function loadSnapshot(path: string, state: LedgerState): void {
  const load = createStateLoader(state);
  let lines = 0;
  let isComplete = false;
  readLines(path, false, (value) => {
    if (isHeader(value)) return requireFormat(value, "snapshot");
    const line = asWritten<SnapshotLine | Footer>(value);
    if (line.kind === "end") {
      isComplete = line.lines === lines;
      return;
    }
    lines += 1;
    load(line);
  });
  if (!isComplete)
    throw new RangeError(`The ledger snapshot ${path} is incomplete. Restore the ledger folder from a backup.`);
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
  let lines = 0;
  let text = [encodeLine(headerOf("snapshot", generation))];
  const rest: Buffer[] = [];
  const counters = dumpCounters(state, (line) => {
    text.push(encodeLine(line));
    lines += 1;
  });
  dumpRest(state, (line) => {
    rest.push(encodeLine(line));
    lines += 1;
  });
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    counters.stop();
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
      const hasMore = counters.step(COUNTERS_PER_STEP);
      if (!hasMore) text.push(...rest, encodeLine({ kind: "end", lines } satisfies Footer));
      file.append(Buffer.concat(text));
      text = [];
      if (hasMore) setImmediate(step);
      else file.syncLater(finish);
    } catch (error) {
      finish(error);
    }
  };
  setImmediate(step);
  return { stop };
}

function syncFolder(dir: string): void {
  const fd = openSync(dir, "r");
  fsyncSync(fd);
  closeSync(fd);
}
