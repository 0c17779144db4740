import { runCommand } from "./run-command";

/** Resident memory of a process in MB. */
export async function residentMb(pid: number): Promise<number> {
  const kilobytes = Number((await runCommand("ps", ["-o", "rss=", "-p", String(pid)])).trim());
  return Math.round(kilobytes / 102.4) / 10;
}
