import { randomInt } from "node:crypto";
import { mkdirSync, readdirSync, unlinkSync } from "node:fs";
import { unlink } from "node:fs/promises";
import { join } from "node:path";
import { apply } from "@/lib/ledger/model/apply";
import type { LedgerEvent } from "@/lib/ledger/model/events";
import { createState, type LedgerState } from "@/lib/ledger/model/state";
import { createEventEncoder } from "./event-codec";
import { createLineDecoder } from "./event-decoder";
import { headerOf, isHeader, pathOf, requireFormat } from "./ledger-files";
import { createLineBatch } from "./line-batch";
import { encodeLine, type LineFile, openLineFile, readLines } from "./line-file";
import { loadSnapshot, writeSnapshot } from "./snapshot-file";

const HASH_SEEDS = 2 ** 31;
const FILE = /^(journal|snapshot)-(\d{10})\.ndjson$/;

/** Files `snapshot-N` (the state before journal N) and `journal-N` (every event since) in one folder. */
export type Journal = {
  /** The replayed state; after `reload` a new one. */
  state(): LedgerState;
  /** Buffers; nothing is promised before `flush`. */
  push(event: LedgerEvent): void;
  /** Hands everything buffered to the operating system, in order. Throws what `fs` throws. */
  flush(): void;
  /** Forgets what was buffered and not flushed and reads the state back from the files. */
  reload(): void;
  /**
   * Begins a new journal and writes a snapshot of the present state beside it, bit by bit; `onDone` is told its bytes,
   * or why it could not be written. Until then the old files stay, so that a crash at any instant loses nothing.
   */
  compact(onDone: (result: { bytes: number } | { cause: unknown }) => void): void;
  sync(): void;
  journalBytes(): number;
  close(): void;
};

export function openJournal(dir: string): Journal {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const batch = createLineBatch();
  let open = readFolder(dir);
  let encode = encoderFor(open);
  let compaction: { stop(): void } | null = null;

  function stopCompaction(): void {
    compaction?.stop();
    compaction = null;
  }

  /** Its numbers begin anew, which is why a reopened journal goes on behind a header of its own. */
  function encoderFor(folder: Folder): (event: LedgerEvent) => void {
    folder.file.append(encodeLine(headerOf("journal", folder.generation)));
    return createEventEncoder(batch.add);
  }

  return {
    state: () => open.state,
    push: (event) => encode(event),
    flush() {
      if (batch.isEmpty()) return;
      open.file.append(batch.bytes());
      batch.clear();
    },
    reload() {
      stopCompaction();
      batch.clear();
      open.file.cutToSize();
      open.file.close();
      open = readFolder(dir);
      encode = encoderFor(open);
    },
    compact(onDone) {
      if (compaction) return;
      const generation = open.generation + 1;
      const previous = open.file;
      open = { ...open, generation, file: openLineFile(pathOf(dir, "journal", generation), 0) };
      previous.closeLater();
      encode = encoderFor(open);
      compaction = writeSnapshot(dir, generation, open.state, (result) => {
        compaction = null;
        if ("cause" in result) return onDone(result);
        void removeLater(dir, generation).then(
          () => onDone(result),
          (cause: unknown) => onDone({ cause }),
        );
      });
    },
    sync: () => open.file.sync(),
    journalBytes: () => open.file.sizeBytes(),
    close() {
      stopCompaction();
      open.file.close();
    },
  };
}

type Folder = { generation: number; state: LedgerState; file: LineFile };

function readFolder(dir: string): Folder {
  const generations = { journal: [] as number[], snapshot: [] as number[] };
  for (const name of readdirSync(dir)) {
    const [, kind, n] = FILE.exec(name) ?? [];
    if (kind === "journal" || kind === "snapshot") generations[kind].push(Number(n));
  }
  const from = Math.max(0, ...generations.snapshot);
  const state = createState(randomInt(HASH_SEEDS));
  if (generations.snapshot.length > 0) loadSnapshot(pathOf(dir, "snapshot", from), state);
  // More than one journal stands where a snapshot was not finished: together they tell all since the last one.
  const journals = generations.journal.filter((n) => n >= from).sort((a, b) => a - b);
  const last = journals.at(-1) ?? from;
  let size = 0;
  for (const n of journals) size = replay(pathOf(dir, "journal", n), state, n === last);
  removeBefore(dir, from);
  return { generation: last, state, file: openLineFile(pathOf(dir, "journal", last), size) };
}

function replay(path: string, state: LedgerState, isLast: boolean): number {
  let decode: ReturnType<typeof createLineDecoder> | null = null;
  return readLines(path, isLast, (value) => {
    if (isHeader(value)) {
      requireFormat(value, "journal");
      decode = createLineDecoder(value.format);
      return;
    }
    if (!decode) throw new RangeError("it does not begin with a header");
    for (const event of decode(value)) apply(state, event);
  });
}

function removeBefore(dir: string, generation: number): void {
  for (const path of filesBefore(dir, generation)) unlinkSync(path);
}

/** Off this thread: a large file takes the system some time to give back. */
async function removeLater(dir: string, generation: number): Promise<void> {
  for (const path of filesBefore(dir, generation)) await unlink(path);
}

function filesBefore(dir: string, generation: number): string[] {
  const isPast = (name: string) => {
    const n = FILE.exec(name)?.[2];
    return n === undefined ? name.endsWith(".ndjson.tmp") : Number(n) < generation;
  };
  return readdirSync(dir)
    .filter(isPast)
    .map((name) => join(dir, name));
}
