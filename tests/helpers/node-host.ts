import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { nodeHostArguments } from "@/lib/server/embedded/node-host-arguments";
import { freePort } from "./free-port";
import type { Stack } from "./stack";

export type HostProcess = {
  url: string;
  /** The socket of its ledger in memory. */
  socket: string;
  /** The process started last, and the workers it keeps now. */
  pid(): number;
  workers(): number[];
  output(): string;
  /** Ends it at once, as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port and folder; resolves when it is ready. */
  start(): Promise<void>;
  /** Ends it in order and resolves with its exit code. */
  stop(): Promise<number | null>;
};

const Secrets = z.record(z.string(), z.coerce.string());

/** Another Node host beside a running stack, on its database, with a ledger of its own; started and killed by the test. */
export async function startHost(stack: Stack, env: Record<string, string>): Promise<HostProcess> {
  const home = mkdtempSync(join(tmpdir(), "sluice-host-"));
  const port = await freePort();
  const settings = { ...hostEnv(stack, home, port), ...env };
  let child = await launch(settings);
  let text = child.text;
  return {
    url: `http://127.0.0.1:${port}`,
    socket: join(home, "ledger.sock"),
    pid: () => child.process.pid ?? 0,
    workers: () => childrenOf(child.process.pid ?? 0),
    output: () => text(),
    kill: () => gone(child.process, "SIGKILL").then(() => undefined),
    async start() {
      const before = text();
      child = await launch(settings);
      const { text: next } = child;
      text = () => before + next();
    },
    async stop() {
      const code = await gone(child.process, "SIGTERM");
      rmSync(home, { recursive: true, force: true });
      return code;
    },
  };
}

/** What the stack gives its own Node host, with other places for what belongs to one alone. */
function hostEnv(stack: Stack, home: string, port: number): Record<string, string> {
  const secrets = Secrets.parse(JSON.parse(readFileSync(join(stack.home, "secrets.json"), "utf8")));
  const { parts } = stack.run();
  const at = (part: string) => `http://127.0.0.1:${parts[part]?.port ?? 0}`;
  return {
    NODE_ENV: "production",
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    HOST: "127.0.0.1",
    PORT: String(port),
    SLUICE_HOME: home,
    SLUICE_NEXT_ORIGIN: at("next"),
    SLUICE_DEMO_ORIGIN: at("demo-upstream"),
    SUPABASE_URL: at("data-api"),
    SUPABASE_ANON_KEY: secrets["supabaseAnonKey"] ?? "",
    SUPABASE_SERVICE_ROLE_KEY: secrets["supabaseServiceRoleKey"] ?? "",
    SUPABASE_JWT_SECRET: secrets["supabaseJwtSecret"] ?? "",
    NEXTAUTH_SECRET: secrets["nextAuthSecret"] ?? "",
    SLUICE_ENCRYPTION_KEYS: secrets["encryptionKeys"] ?? "",
  };
}

type Launched = { process: ChildProcess; text: () => string };

async function launch(env: Record<string, string>): Promise<Launched> {
  const child = spawn(process.execPath, nodeHostArguments(resolve(".")), {
    env: { ...env, NODE_ENV: "production" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  await new Promise<void>((ready, fail) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes('"ready":true')) ready();
    });
    child.once("exit", (code, signal) =>
      fail(new Error(`The Node host ended (${code ?? signal}):\n${text.slice(-4000)}`)),
    );
  });
  return { process: child, text: () => text };
}

function gone(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  const ended = new Promise<number | null>((resolve_) => {
    child.once("exit", (code) => resolve_(code));
  });
  child.kill(signal);
  return ended;
}

/** Linux tells a process's children. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}
