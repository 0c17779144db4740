import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./free-port";

export type RedisServer = {
  url: string;
  port: number;
  /** Sends one command as the protocol's inline form and returns the raw answer. */
  command(line: string): Promise<string>;
  /** Stands still, connections and all, until `resume`. */
  pause(): void;
  resume(): void;
  /** Ends at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts again on the same port and folder. */
  restart(): Promise<void>;
  flush(): Promise<void>;
  stop(): Promise<void>;
};

/** Suites that need a Redis are left out only where there is none and nobody relies on them. */
export const isRedisMissing = spawnSync("redis-server", ["--version"]).status !== 0 && !isCi();

function isCi(): boolean {
  return !["", "0", "false"].includes(process.env["CI"] ?? "");
}

/** A Redis of our own, without eviction; `args` are more of its options, e.g. `["--appendonly", "yes"]`. */
export async function startRedisServer({ args = [] }: { args?: readonly string[] } = {}): Promise<RedisServer> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), "sluice-redis-"));
  let child = await launch(port, dir, args);
  const command = (line: string) => inlineCommand(port, line);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    command,
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    kill: () => ended(child, "SIGKILL"),
    async restart() {
      child = await launch(port, dir, args);
    },
    async flush() {
      await command("FLUSHALL");
    },
    async stop() {
      child.kill("SIGCONT");
      await ended(child, "SIGKILL");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, dir: string, args: readonly string[]): Promise<ChildProcess> {
  const fixed = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--save", "", "--loglevel", "warning"];
  const child = spawn("redis-server", [...fixed, ...args], { stdio: "ignore" });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with code ${child.exitCode}.`);
    const answer = await inlineCommand(port, "PING").catch((cause: unknown) => String(cause));
    if (answer.startsWith("+PONG")) return child;
    await delay(25);
  }
  child.kill("SIGKILL");
  throw new Error("redis-server did not answer within five seconds.");
}

export function inlineCommand(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("error", reject);
    socket.once("data", (bytes) => {
      resolve(bytes.toString());
      socket.destroy();
    });
    socket.write(`${line}\r\n`);
  });
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  child.kill(signal);
  return gone;
}
