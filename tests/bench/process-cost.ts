import { readFileSync } from "node:fs";
import { runCommand } from "./run-command";

const TICKS_PER_SECOND = 100;

/** Resident memory of a process in MB. */
export async function residentMb(pid: number): Promise<number> {
  const kilobytes = Number((await runCommand("ps", ["-o", "rss=", "-p", String(pid)])).trim());
  return Math.round(kilobytes / 102.4) / 10;
}

/** Seconds of processor time that a process has used so far, its threads included; null where there is no /proc. */
export function processorSeconds(pid: number): number | null {
  if (process.platform !== "linux") return null;
  // proc(5): the name, in brackets, may hold spaces; utime and stime are the 12th and 13th field after it.
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
