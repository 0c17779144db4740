import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";
import { guardProcess } from "./orphan-guard";
import type { RunningPart } from "./part";

export type ProcessOptions = {
  command: string;
  arguments: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd?: string;
  /** Written to stdin as one JSON line; stdin then stays open for as long as this process lives. */
  settings?: Readonly<Record<string, unknown>>;
  /** Ready when this resolves; without it, when the process prints a line `{"ready":true,...}`. */
  probe?: (signal: AbortSignal) => Promise<void>;
  readyTimeoutMs: number;
  onLog: (line: string) => void;
};

const ReadyLine = z.looseObject({ ready: z.literal(true), port: z.number().optional() });

/** Starts a process in a group of its own and resolves when it is ready; rejects, with it ended, when it is not in time. */
export async function startProcess(options: ProcessOptions): Promise<RunningPart> {
  const child = spawn(options.command, [...options.arguments], {
    env: { NODE_ENV: "production", ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ["pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`));
  });
  // A child that ends before it has read its settings shows as `exited`, not as a broken pipe here.
  child.stdin.on("error", () => undefined);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.command} ${await exited}`);
  const guard = guardProcess(process.platform === "win32" ? pid : -pid, "TERM");
  void exited.then(() => guard.release());
  if (options.settings !== undefined) child.stdin.write(`${JSON.stringify(options.settings)}\n`);

  const recent: string[] = [];
  const ready = readyLine(child, (line) => {
    recent.push(line);
    if (recent.length > 15) recent.shift();
    options.onLog(line);
  });
  const stop = (timeoutMs: number) => stopProcess(child, pid, exited, timeoutMs);
  try {
    const port = await untilReady(options, ready, exited);
    return { pid, ...(port === undefined ? {} : { port }), exited, stop };
  } catch (cause) {
    await stop(2_000);
    const said = recent.length === 0 ? "It printed nothing." : `It last said:\n  ${recent.join("\n  ")}`;
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}. ${said}`, { cause });
  }
}

function readyLine(child: ChildProcess, onLine: (line: string) => void): Promise<number | undefined> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        onLine(line);
        if (stream === child.stderr || !line.startsWith("{")) return;
        const facts = ReadyLine.safeParse(parseJson(line));
        if (facts.success) resolve(facts.data.port);
      });
    }
  });
}

async function untilReady(
  options: ProcessOptions,
  ready: Promise<number | undefined>,
  exited: Promise<string>,
): Promise<number | undefined> {
  const giveUp = new AbortController();
  const failed = new Promise<never>((_, reject) => {
    void exited.then((how) => reject(new Error(`It ${how} before it was ready`)));
    const timer = setTimeout(
      () => reject(new Error(`It was not ready within ${options.readyTimeoutMs / 1000} s`)),
      options.readyTimeoutMs,
    );
    giveUp.signal.addEventListener("abort", () => clearTimeout(timer));
  });
  const success = options.probe === undefined ? ready : options.probe(giveUp.signal).then(() => undefined);
  try {
    return await Promise.race([success, failed]);
  } finally {
    giveUp.abort();
  }
}

async function stopProcess(
  child: ChildProcess,
  pid: number,
  exited: Promise<string>,
  timeoutMs: number,
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM");
    const timer = setTimeout(() => endGroup(child, pid), timeoutMs);
    await exited;
    clearTimeout(timer);
  }
  endGroup(child, pid);
}

/** Whatever the process itself has started ends with it. */
function endGroup(child: ChildProcess, pid: number): void {
  if (process.platform === "win32") {
    child.kill("SIGKILL");
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    return { notJson: String(error) };
  }
}
