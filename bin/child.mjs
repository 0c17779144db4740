import { spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./paths.mjs";

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];

/** A terminal sends Ctrl-C to the whole process group: passing it on as well would look like a second one. */
const arrivesByItself = (signal) => signal === "SIGINT" && process.stdin.isTTY;

const exitCodeOf = (code, signal) => code ?? 128 + (constants.signals[signal] ?? 0);

/**
 * Runs a child in the project's root, passes signals on, and waits for its end.
 * @param options.output "inherit" (the child owns the terminal), "quiet" (kept for the tail) or "show" (both)
 * @param options.signal aborts the child with SIGTERM
 * @returns {Promise<{ code: number, signal: string | null, tail: string }>} tail: the last lines it printed, unless inherited
 */
export function runChild(command, args, { output = "inherit", env = {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const tail = [];
    const stdio = output === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"];
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio });
    const keep = (target) => (chunk) => {
      tail.push(chunk);
      while (tail.length > 400) tail.shift();
      if (output === "show") target.write(chunk);
    };
    child.stdout?.on("data", keep(process.stdout));
    child.stderr?.on("data", keep(process.stderr));

    const handlers = forwarded.map((name) => {
      const handler = () => {
        interruptedBy = name;
        if (!arrivesByItself(name)) child.kill(name);
      };
      process.on(name, handler);
      return [name, handler];
    });
    const stop = () => child.kill("SIGTERM");
    signal?.addEventListener("abort", stop, { once: true });
    const release = () => {
      for (const [name, handler] of handlers) process.off(name, handler);
      signal?.removeEventListener("abort", stop);
    };
    child.once("error", (error) => {
      release();
      reject(new Error(`${command} could not be started: ${error.message}`, { cause: error }));
    });
    child.once("close", (code, endedBy) => {
      release();
      resolve({ code: exitCodeOf(code, endedBy), signal: endedBy, tail: Buffer.concat(tail).toString("utf8") });
    });
  });
}

let interruptedBy;

/** The exit code a shell expects of a launcher that was told to stop, or undefined. */
export const interruptCode = () =>
  interruptedBy === undefined ? undefined : 128 + (constants.signals[interruptedBy] ?? 0);

/** The end of a long output: the part that names the failure. */
export const lastLines = (text, count = 60) => text.trimEnd().split("\n").slice(-count).join("\n");
