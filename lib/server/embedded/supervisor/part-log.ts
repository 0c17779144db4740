import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from "node:fs";
import { join } from "node:path";

export type PartLogs = {
  write(part: string, line: string): void;
  close(): Promise<void>;
};

const ROTATE_ABOVE_BYTES = 5 * 1024 * 1024;

/** One file a part, each line with its time. A file that has grown large is set aside as `.1` when it is opened. */
export function openPartLogs(folder: string): PartLogs {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = new Map<string, WriteStream>();
  const fileOf = (part: string) => {
    const open = files.get(part) ?? openLog(join(folder, `${part}.log`));
    files.set(part, open);
    return open;
  };
  return {
    write: (part, line) => fileOf(part).write(`${new Date().toISOString()} ${line}\n`),
    close: async () => {
      await Promise.all([...files.values()].map((file) => new Promise((resolve) => file.end(resolve))));
    },
  };
}

function openLog(path: string): WriteStream {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > ROTATE_ABOVE_BYTES) renameSync(path, `${path}.1`);
  return createWriteStream(path, { flags: "a", mode: 0o600 });
}
