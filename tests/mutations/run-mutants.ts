import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type RedisServer, startRedisServer } from "@/tests/helpers/redis-server";
import { bundleTests, ROOT } from "./bundle-tests";
import type { Mutant } from "./find-mutants";

/** `by` is the test that failed, or why nothing came back. */
export type Fate = { mutant: Mutant; outcome: "killed" | "survived"; by: string };

/** A mutation that makes a loop endless is as dead as one that fails. */
const PATIENCE_MS = 30_000;
/** What was loaded stays in memory: a process that tried many mutations would die of all of them, and seem to die of the last. */
const MUTANTS_A_PROCESS = 50;
const WORKER = fileURLToPath(new URL("./worker.ts", import.meta.url));
const SCRATCH = `${ROOT}node_modules/.mutations-${process.pid}/`;

/** Runs tests against one mutation after another, `lanes` at a time. */
export async function runMutants(
  tests: readonly string[],
  mutants: readonly Mutant[],
  lanes: number,
  hasRedis: boolean,
  tell: (fate: Fate) => void,
): Promise<Fate[]> {
  mkdirSync(SCRATCH, { recursive: true });
  const fates: Fate[] = [];
  const waiting = [...mutants];
  try {
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const runner = createRunner(hasRedis);
        for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
          const failure = await failureUnder(runner, tests, `${lane}`, mutant);
          const fate: Fate = { mutant, outcome: failure === null ? "survived" : "killed", by: failure ?? "" };
          fates.push(fate);
          tell(fate);
        }
        await runner.stop();
      }),
    );
  } finally {
    rmSync(SCRATCH, { recursive: true });
  }
  return fates;
}

let bundles = 0;

/** The first test that fails without any mutation: there must be none. */
export async function failureUnmutated(tests: readonly string[], hasRedis: boolean): Promise<string | null> {
  mkdirSync(SCRATCH, { recursive: true });
  const runner = createRunner(hasRedis);
  const failure = await failureUnder(runner, tests, "unmutated", null);
  await runner.stop();
  return failure;
}

type Runner = ReturnType<typeof createRunner>;

async function failureUnder(
  runner: Runner,
  tests: readonly string[],
  lane: string,
  mutant: Mutant | null,
): Promise<string | null> {
  bundles += 1;
  const path = `${SCRATCH}${lane}-${bundles}.mjs`;
  try {
    await bundleTests(tests, path, mutant);
  } catch (cause) {
    return `does not compile: ${String(cause).slice(0, 200)}`;
  }
  const failure = await runner.run(pathToFileURL(path).href);
  rmSync(path);
  return failure;
}

/** A process of its own, with a Redis of its own where one is asked for: a mutation may never end, or take all the memory. */
function createRunner(hasRedis: boolean) {
  let child: ChildProcess | null = null;
  let server: RedisServer | null = null;
  let tried = 0;

  async function spawned(): Promise<ChildProcess> {
    server = hasRedis ? await startRedisServer() : null;
    const env = { ...process.env, SLUICE_MUTATION_REDIS_PORT: String(server?.port ?? "") };
    return fork(WORKER, { execArgv: ["--max-old-space-size=700"], stdio: ["ignore", "ignore", "ignore", "ipc"], env });
  }

  async function stop(): Promise<void> {
    child?.kill("SIGKILL");
    await server?.stop();
    child = null;
    server = null;
    tried = 0;
  }

  return {
    async run(path: string): Promise<string | null> {
      child ??= await spawned();
      const failure = await answerOf(child, path);
      tried += 1;
      if (isUnanswered(failure) || tried === MUTANTS_A_PROCESS) await stop();
      return failure;
    },
    stop,
  };
}

const NEVER = "it never ended";
const DIED = "the process died";

/** No test failed, nor did all pass: the mutation's doing, unless the machine was too busy. */
export function isUnanswered(failure: string | null): boolean {
  return failure === NEVER || failure === DIED;
}

async function answerOf(child: ChildProcess, path: string): Promise<string | null> {
  return await new Promise<string | null>((resolve) => {
    const end = (failure: string | null) => {
      clearTimeout(late);
      child.removeAllListeners();
      resolve(failure);
    };
    const late = setTimeout(() => end(NEVER), PATIENCE_MS);
    child.once("message", ({ failure }: { failure: string | null }) => end(failure));
    child.once("exit", () => end(DIED));
    child.send(path);
  });
}
