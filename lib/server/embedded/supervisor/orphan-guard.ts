import { spawn } from "node:child_process";

export type OrphanGuard = {
  /** Ends the guard without touching the process it watches. */
  release(): void;
};

// `read` returns when the pipe closes, which the kernel does for a supervisor that is killed as well.
export const ORPHAN_GUARD_SCRIPT =
  'read -r _ || { kill -"$2" "$1" 2>/dev/null; sleep "$3"; kill -KILL "$1" 2>/dev/null; }';

/**
 * Ends a process (a negative pid: its group) when this process dies in any way, even by `kill -9`: first by `signal`,
 * after `graceSeconds` for good. A no-op on Windows, where children of a console end with it.
 */
export function guardProcess(pid: number, signal: "INT" | "TERM", graceSeconds = 10): OrphanGuard {
  if (process.platform === "win32") return { release: () => undefined };
  const guard = spawn("/bin/sh", ["-c", ORPHAN_GUARD_SCRIPT, "sh", String(pid), signal, String(graceSeconds)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  guard.unref();
  guard.stdin.on("error", () => undefined);
  guard.on("error", () => undefined);
  return { release: () => guard.stdin.end("released\n") };
}
