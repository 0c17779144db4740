import { spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./paths.mjs";
import { LauncherError } from "./say.mjs";

const children = new Set();
let interruptedBy;

const codeOfSignal = (signal) => 128 + (constants.signals[signal] ?? 0);

/** A terminal sends Ctrl-C to the whole process group: passing it on as well would look like a second one. */
const arrivesByItself = (signal) => signal === "SIGINT" && process.stdin.isTTY;

/** From the first line on a signal ends the work in order, so that no lock and no child is left behind. */
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    interruptedBy ??= signal;
    if (!arrivesByItself(signal)) for (const child of children) child.kill(signal);
  });
}

/** @throws with the exit code a shell expects, once the launcher was told to stop */
export function stopIfInterrupted() {
  if (interruptedBy !== undefined) throw new LauncherError("Stopped.", codeOfSignal(interruptedBy));
}

/**
 * Runs a child in the project's root and waits for its end; signals that reach the launcher reach the child.
 * @param options.output "inherit" (the child owns the terminal), "quiet" (kept for the tail) or "show" (both)
 * @param options.signal aborts the child with SIGTERM
 * @returns {Promise<{ code: number, tail: string }>} tail: the last lines it printed, unless inherited
 */
export function runChild(command, args, { output = "inherit", env = {}, signal } = {}) {
  stopIfInterrupted();
  return new Promise((resolve, reject) => {
    const tail = [];
    const stdio = output === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"];
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio });
    children.add(child);
    const keep = (target) => (chunk) => {
      tail.push(chunk);
      if (tail.length > 400) tail.shift();
      if (output === "show") target.write(chunk);
    };
    child.stdout?.on("data", keep(process.stdout));
    child.stderr?.on("data", keep(process.stderr));

    const stop = () => child.kill("SIGTERM");
    signal?.addEventListener("abort", stop, { once: true });
    const release = () => {
      children.delete(child);
      signal?.removeEventListener("abort", stop);
    };
    child.once("error", (error) => {
      release();
      reject(new LauncherError(`${command} could not be started: ${error.message}`));
    });
    child.once("close", (code, endedBy) => {
      release();
      resolve({ code: code ?? codeOfSignal(endedBy), tail: Buffer.concat(tail).toString("utf8") });
    });
  });
}

/** The end of a long output: the part that names the failure. */
export const lastLines = (text, count = 60) => text.trimEnd().split("\n").slice(-count).join("\n");
