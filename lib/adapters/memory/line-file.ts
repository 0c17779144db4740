import { close as closeFile, closeSync, fsync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";

/** A ledger file that cannot be read. The message names file, offset and what to do. */
export class LedgerFileCorrupt extends Error {
  override readonly name = "LedgerFileCorrupt";
}

const CHUNK_BYTES = 1 << 20;
const MAX_LINE_BYTES = 1 << 28;

/** One line: eight hex digits of the CRC-32 of the JSON, a blank, the JSON, a line feed. */
export function encodeLine(value: unknown): Buffer {
  const json = JSON.stringify(value);
  return Buffer.from(`${crc32(json).toString(16).padStart(8, "0")} ${json}\n`);
}

/** An open file to which whole lines are appended. */
export type LineFile = {
  /** Writes to the operating system before it returns. Throws what `fs` throws; then `sizeBytes` has not moved. */
  append(lines: Buffer): void;
  sync(): void;
  /** As `sync`, off this thread; `done` is told the error, else null. */
  syncLater(done: (error: Error | null) => void): void;
  /** Cuts a half-written tail left by a failed append. */
  cutToSize(): void;
  sizeBytes(): number;
  close(): void;
  /** As `close`, off this thread. */
  closeLater(): void;
};

/** Opens for appending at `sizeBytes`, cutting whatever stands behind. The file is readable by its owner alone. */
export function openLineFile(path: string, startBytes: number): LineFile {
  const fd = openSync(path, startBytes === 0 ? "w" : "r+", 0o600);
  let size = startBytes;
  let isOpen = true;
  ftruncateSync(fd, size);
  const close = (how: (fd: number) => void) => {
    if (isOpen) how(fd);
    isOpen = false;
  };
  return {
    append(lines) {
      let written = 0;
      while (written < lines.length) written += writeSync(fd, lines, written, lines.length - written, size + written);
      size += lines.length;
    },
    sync: () => fsyncSync(fd),
    syncLater: (done) => fsync(fd, done),
    cutToSize() {
      if (isOpen) ftruncateSync(fd, size);
    },
    sizeBytes: () => size,
    close: () => close(closeSync),
    closeLater: () => close(closeFile),
  };
}

/**
 * Calls `each` for every line and returns the length of the intact part. Where `isTailForgiven`, a last line that was
 * cut or mangled by a crash ends the file; any other unreadable line throws `LedgerFileCorrupt`.
 */
export function readLines(path: string, isTailForgiven: boolean, each: (value: unknown) => void): number {
  const fd = openSync(path, "r");
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    let offset = 0;
    let bad: { offset: number; reason: string } | null = null;
    const take = (line: Buffer) => {
      if (bad) throw corrupt(path, bad.offset, bad.reason);
      const parsed = parseLine(line);
      if ("reason" in parsed) {
        bad = { offset, reason: parsed.reason };
        return;
      }
      guarded(path, offset, () => each(parsed.value));
      offset += line.length + 1;
    };
    for (
      let read = readSync(fd, chunk, 0, CHUNK_BYTES, null);
      read > 0;
      read = readSync(fd, chunk, 0, CHUNK_BYTES, null)
    ) {
      const data: Buffer = rest.length === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = data.indexOf(10, start); end !== -1; end = data.indexOf(10, start)) {
        take(data.subarray(start, end));
        start = end + 1;
      }
      rest = Buffer.from(data.subarray(start));
      if (rest.length > MAX_LINE_BYTES) throw corrupt(path, offset, "a line without end");
    }
    const tail: { offset: number; reason: string } | null =
      bad ?? (rest.length > 0 ? { offset, reason: "a cut last line" } : null);
    if (tail && (!isTailForgiven || (bad && rest.length > 0))) throw corrupt(path, tail.offset, tail.reason);
    return offset;
  } finally {
    closeSync(fd);
  }
}

function parseLine(line: Buffer): { value: unknown } | { reason: string } {
  const sum = line.toString("latin1", 0, 9);
  const json = line.subarray(9);
  if (!/^[0-9a-f]{8} $/.test(sum) || crc32(json) !== Number.parseInt(sum, 16)) return { reason: "a wrong checksum" };
  return { value: JSON.parse(json.toString("utf8")) };
}

function guarded(path: string, offset: number, run: () => void): void {
  try {
    run();
  } catch (cause) {
    if (cause instanceof LedgerFileCorrupt) throw cause;
    throw corrupt(path, offset, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function corrupt(path: string, offset: number, reason: string, cause?: unknown): LedgerFileCorrupt {
  return new LedgerFileCorrupt(
    `The ledger file ${path} is damaged at byte ${offset}: ${reason}. ` +
      "Restore the ledger folder from a backup, or move the folder away to start with empty counters; requests in flight then are lost.",
    cause === undefined ? undefined : { cause },
  );
}
