import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Another living process owns the ledger folder. */
export class LedgerInUse extends Error {
  override readonly name = "LedgerInUse";
}

const held = new Set<string>();

/** Takes the folder for this process and returns what gives it back. A lock whose process is gone is taken over. */
export function lockFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, "owner.lock");
  if (held.has(path)) throw inUse(dir, process.pid);
  const owner = readOwner(path);
  if (owner !== null) {
    if (owner.pid !== process.pid && startOf(owner.pid) === owner.startedAt && isAlive(owner.pid))
      throw inUse(dir, owner.pid);
    unlinkSync(path);
  }
  // "wx" decides between two processes that found the same dead owner.
  writeFileSync(path, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }), {
    flag: "wx",
    mode: 0o600,
  });
  held.add(path);
  return () => {
    if (held.delete(path)) unlinkSync(path);
  };
}

type Owner = { pid: number; startedAt: string };

function readOwner(path: string): Owner | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const match = /^\{"pid":(\d+),"startedAt":"([^"]*)"\}$/.exec(text);
  // A lock cut short by a crash names nobody who could still live.
  return match ? { pid: Number(match[1]), startedAt: match[2] ?? "" } : { pid: 0, startedAt: "" };
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Tells a process from a later one of the same number, where the system can say; otherwise empty. */
function startOf(pid: number): string {
  try {
    return (
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ")[19] ?? ""
    );
  } catch (error) {
    if (isMissing(error)) return "";
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "ENOENT" || error.code === "ESRCH" || error.code === "ENOTDIR")
  );
}

function inUse(dir: string, pid: number): LedgerInUse {
  return new LedgerInUse(
    `The ledger folder ${dir} is in use by process ${pid}. Stop it, or choose another SLUICE_HOME.`,
  );
}
