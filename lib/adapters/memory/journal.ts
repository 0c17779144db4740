import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { apply } from "@/lib/ledger/model/apply";
import type { LedgerEvent } from "@/lib/ledger/model/events";
import { createState, type LedgerState } from "@/lib/ledger/model/state";
import { createRuleTable, type Line, packEvent, type RuleFacts, type RuleTable, unpackLine } from "./event-codec";
import { encodeLine, type LineFile, openLineFile, readLines } from "./line-file";
import { createStateLoader, dumpState, type SnapshotLine } from "./snapshot";

const FORMAT_VERSION = 1;
const FILE = /^(journal|snapshot)-(\d{10})\.ndjson$/;
const FLUSH_CHARS = 1 << 20;

type Header = { kind: "header"; format: number; file: "journal" | "snapshot"; generation: number };
type Footer = { kind: "end"; lines: number };

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
  /** Replaces snapshot and journal by a snapshot of the present state; crash-safe. Returns the snapshot's bytes. */
  compact(): number;
  sync(): void;
  journalBytes(): number;
  close(): void;
};

export function openJournal(dir: string): Journal {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  let buffered = "";
  let open = readFolder(dir);
  let rules = tableFor(open);

  function tableFor(folder: Folder): RuleTable {
    const table = createRuleTable((line) => {
      buffered += encodeLine(line);
    });
    // The numbers go on after those in the file, which is why a reopened journal starts with a header of its own.
    folder.file.append(encodeLine(headerOf("journal", folder.generation)));
    return table;
  }

  return {
    state: () => open.state,
    push(event) {
      const line = packEvent(event, rules);
      buffered += encodeLine(line);
    },
    flush() {
      if (buffered.length === 0) return;
      open.file.append(buffered);
      buffered = "";
    },
    reload() {
      buffered = "";
      open.file.cutToSize();
      open.file.close();
      open = readFolder(dir);
      rules = tableFor(open);
    },
    compact() {
      const generation = open.generation + 1;
      const snapshotBytes = writeSnapshot(dir, generation, open.state);
      const previous = open.file;
      open = { ...open, generation, file: openLineFile(pathOf(dir, "journal", generation), 0) };
      previous.close();
      rules = tableFor(open);
      removeBefore(dir, generation);
      return snapshotBytes;
    },
    sync: () => open.file.sync(),
    journalBytes: () => open.file.sizeBytes(),
    close: () => open.file.close(),
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
  const state = createState();
  if (generations.snapshot.length > 0) loadSnapshot(pathOf(dir, "snapshot", from), state);
  const path = pathOf(dir, "journal", from);
  const size = existsSync(path) ? replay(path, state) : 0;
  removeBefore(dir, from);
  return { generation: from, state, file: openLineFile(path, size) };
}

function replay(path: string, state: LedgerState): number {
  let rules = new Map<number, RuleFacts>();
  return readLines(path, true, (value) => {
    if (isHeader(value)) {
      requireFormat(value, "journal");
      rules = new Map();
      return;
    }
    const event = unpackLine(asWritten<Line>(value), rules);
    if (event) apply(state, event);
  });
}

function loadSnapshot(path: string, state: LedgerState): void {
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

function writeSnapshot(dir: string, generation: number, state: LedgerState): number {
  const path = pathOf(dir, "snapshot", generation);
  const file = openLineFile(`${path}.tmp`, 0);
  try {
    let text = encodeLine(headerOf("snapshot", generation));
    let lines = 0;
    dumpState(state, (line) => {
      text += encodeLine(line);
      lines += 1;
      if (text.length < FLUSH_CHARS) return;
      file.append(text);
      text = "";
    });
    file.append(text + encodeLine({ kind: "end", lines } satisfies Footer));
    file.sync();
  } finally {
    file.close();
  }
  renameSync(`${path}.tmp`, path);
  syncFolder(dir);
  return file.sizeBytes();
}

function removeBefore(dir: string, generation: number): void {
  for (const name of readdirSync(dir)) {
    const n = FILE.exec(name)?.[2];
    if ((n !== undefined && Number(n) < generation) || name.endsWith(".ndjson.tmp")) unlinkSync(join(dir, name));
  }
}

function syncFolder(dir: string): void {
  const fd = openSync(dir, "r");
  fsyncSync(fd);
  closeSync(fd);
}

function pathOf(dir: string, kind: Header["file"], generation: number): string {
  return join(dir, `${kind}-${String(generation).padStart(10, "0")}.ndjson`);
}

function headerOf(file: Header["file"], generation: number): Header {
  return { kind: "header", format: FORMAT_VERSION, file, generation };
}

function isHeader(value: unknown): value is Header {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "header";
}

function requireFormat(header: Header, file: Header["file"]): void {
  if (header.format === FORMAT_VERSION && header.file === file) return;
  throw new RangeError(
    `a ${header.file} of format ${header.format}, but this version of Sluice reads a ${file} of format ${FORMAT_VERSION}`,
  );
}

/** The line's checksum and the file's format version have been verified: it is what this module wrote. */
function asWritten<T>(value: unknown): T {
  return value as T;
}
