import cluster from "node:cluster";
import { type ServerEnv, serverEnv } from "@/lib/env";
import { ledgerChoice } from "@/lib/server/ledger/ledger-choice";
import { reportError } from "@/lib/server/report-error";
import { startNodeHost } from "./host";
import { startWorkers, tellReady } from "./workers";

const GRACE_MS = 30_000;
/** What a worker needs beyond its grace to drain and to leave. */
const WORKER_END_MS = GRACE_MS + 20_000;

/** What runs in this process: the whole host, one of its workers, or the process that keeps the workers. */
type Running = { drainNow(): void; stop(): Promise<void> };

async function main(): Promise<void> {
  const env = serverEnv();
  ledgerChoice(env);
  const running = env.SLUICE_WORKERS > 1 && cluster.isPrimary ? await keepWorkers(env) : await runHost(env);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    running.stop().then(
      () => process.exit(0),
      (cause: unknown) => fail(cause),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // For an operator who set a long SLUICE_DRAIN_EVERY_MS and wants the rows now; a failed drain reports itself.
  process.on("SIGUSR2", running.drainNow);
  if (cluster.isWorker) return tellReady();
  // The supervisor holds the other end of this pipe: when it is gone, so are we.
  process.stdin.on("end", stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: true, port: env.PORT })}\n`);
}

async function runHost(env: ServerEnv): Promise<Running> {
  if (env.SLUICE_NEXT_ORIGIN === undefined) {
    throw new Error("SLUICE_NEXT_ORIGIN is missing: it must be the address of the pages' server.");
  }
  const host = await startNodeHost(env, env.SLUICE_NEXT_ORIGIN);
  return { drainNow: () => void host.drainNow(), stop: () => host.stop(GRACE_MS) };
}

async function keepWorkers(env: ServerEnv): Promise<Running> {
  const workers = await startWorkers(env.SLUICE_WORKERS);
  void workers.failed.then((reason) => fail(new Error(reason)));
  return { drainNow: () => workers.signal("SIGUSR2"), stop: () => workers.stop(WORKER_END_MS) };
}

function fail(cause: unknown): never {
  reportError("The Node host stopped.", {}, cause);
  process.exit(1);
}

main().catch(fail);
