import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { freePort } from "./free-port";

export const DemoFacts = z.object({
  url: z.string(),
  email: z.string(),
  password: z.string(),
  workspace: z.string(),
  key: z.string(),
  management_key: z.string(),
});
export type DemoFacts = z.infer<typeof DemoFacts>;

const RunFacts = z.object({
  pid: z.number(),
  url: z.string(),
  parts: z.record(z.string(), z.object({ pid: z.number(), port: z.number().optional() })),
  databaseUrl: z.string(),
});
export type RunFacts = z.infer<typeof RunFacts>;

export type Stack = {
  home: string;
  demo: DemoFacts;
  /** Process ids as of now: they change when a part is restarted. */
  run(): RunFacts;
  /** Everything that the stack has printed so far. */
  output(): string;
  /** Resolves once every part reports ready. */
  ready(timeoutMs?: number): Promise<void>;
  stop(): Promise<number | null>;
};

/** Starts the built product as `npm start` does, on its own state folder and port, and waits until it is ready. */
export async function startStack(options: { env?: Record<string, string>; home?: string } = {}): Promise<Stack> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), "sluice-stack-"));
  const port = options.env?.PORT ?? String(await freePort());
  const child = spawn(process.execPath, [resolve("dist/stack.mjs"), "start"], {
    env: { ...process.env, NODE_ENV: "production", SLUICE_HOME: home, PORT: port, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(child);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url, child, output, 120_000);
  const demo = DemoFacts.parse(await readWhenThere(join(home, "demo.json"), child, output));

  return {
    home,
    demo,
    run: () => RunFacts.parse(JSON.parse(readFileSync(join(home, "run.json"), "utf8"))),
    output,
    ready: (timeoutMs = 60_000) => waitUntilReady(url, child, output, timeoutMs),
    stop: async () => {
      const code = await terminate(child);
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
      return code;
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}

async function waitUntilReady(
  url: string,
  child: ChildProcess,
  output: () => string,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`The stack stopped with code ${child.exitCode}:\n${output().slice(-4000)}`);
    const answer = await fetch(`${url}/api/health/ready`).catch((cause: unknown) => ({ status: 0, cause }));
    if (answer.status === 200) return;
    await delay(50);
  }
  throw new Error(`The stack was not ready within ${timeoutMs} ms:\n${output().slice(-4000)}`);
}

/** The facts are written after readiness, once the demo workspace is seeded. */
async function readWhenThere(path: string, child: ChildProcess, output: () => string): Promise<unknown> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    try {
      return JSON.parse(readFileSync(path, "utf8"));
    } catch (cause) {
      if (child.exitCode !== null) throw new Error(`The stack stopped:\n${output().slice(-4000)}`, { cause });
      await delay(50);
    }
  }
  throw new Error(`${path} was not written:\n${output().slice(-4000)}`);
}

async function terminate(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((done) => {
    child.once("exit", (code) => done(code));
  });
  child.kill("SIGTERM");
  return await ended;
}
