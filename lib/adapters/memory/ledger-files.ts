import { join } from "node:path";

/** What is written. Every format from 1 on is still read. */
const FORMATS = { journal: 3, snapshot: 2 } as const;

/** The first line of a file, and of every stretch that another process appended to a journal. */
export type Header = { kind: "header"; format: number; file: "journal" | "snapshot"; generation: number };

export function pathOf(dir: string, kind: Header["file"], generation: number): string {
  return join(dir, `${kind}-${String(generation).padStart(10, "0")}.ndjson`);
}

export function headerOf(file: Header["file"], generation: number): Header {
  return { kind: "header", format: FORMATS[file], file, generation };
}

export function isHeader(value: unknown): value is Header {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "header";
}

export function requireFormat(header: Header, file: Header["file"]): void {
  if (header.format >= 1 && header.format <= FORMATS[file] && header.file === file) return;
  throw new RangeError(
    `a ${header.file} of format ${header.format}, but this version of Sluice reads a ${file} of format ${FORMATS[file]}`,
  );
}

/** The line's checksum and the file's format version have been verified: it is what this module wrote. */
export function asWritten<T>(value: unknown): T {
  return value as T;
}
