import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { reportError } from "@/lib/server/report-error";

export type Workers = {
  /** Passes a signal on to every worker. */
  signal(name: NodeJS.Signals): void;
  /** Ends all of them in order, and by force after `atMostMs`. */
  stop(atMostMs: number): Promise<void>;
  /** Resolves with the reason when a worker cannot be kept alive. */
  failed: Promise<string>;
};

/** What a worker tells the process that started it. */
const READY = "ready";

const MOST_FAILURES = 5;
const WITHIN_MS = 60_000;
const FIRST_PAUSE_MS = 100;

/**
 * Starts `count` copies of this program that answer on one public port. The listening socket is this process's, which does
 * nothing else; each worker takes connections from it by itself. One that dies takes the calls it had and no other: a
 * connection that was handed to it just then would be neither served nor closed.
 */
export async function startWorkers(count: number): Promise<Workers> {
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const failure = Promise.withResolvers<string>();
  const failures: number[] = [];
  let isStopping = false;

  async function keep(): Promise<void> {
    while (!isStopping) {
      const worker = cluster.fork();
      const [code, signal] = await once(worker, "exit");
      if (isStopping) return;
      reportError("A worker ended and is started again.", { worker: worker.process.pid, code, signal });
      const nowMs = performance.now();
      failures.push(nowMs);
      const recent = failures.filter((atMs) => nowMs - atMs < WITHIN_MS).length;
      if (recent > MOST_FAILURES * count) return failure.resolve(`Workers ended ${recent} times within a minute.`);
      await delay(Math.min(2_000, FIRST_PAUSE_MS * recent));
    }
  }

  const ready = allReady(count);
  const kept = Array.from({ length: count }, () => keep());
  // At the start a worker that ends has told why, and would do so again.
  const ended = once(cluster, "exit").then(() => Promise.reject(new Error("A worker ended before all were ready.")));
  try {
    await Promise.race([ready, ended]);
  } catch (cause) {
    isStopping = true;
    for (const worker of living()) worker.process.kill("SIGKILL");
    throw cause;
  }

  return {
    failed: failure.promise,
    signal(name) {
      for (const worker of living()) worker.process.kill(name);
    },
    async stop(atMostMs) {
      isStopping = true;
      for (const worker of living()) worker.process.kill("SIGTERM");
      const forced = setTimeout(() => {
        for (const worker of living()) worker.process.kill("SIGKILL");
      }, atMostMs);
      await Promise.all(kept);
      clearTimeout(forced);
    },
  };
}

/** Tells the process that started this worker that it listens. */
export function tellReady(): void {
  process.send?.(READY);
}

function allReady(count: number): Promise<void> {
  return new Promise((resolve) => {
    let ready = 0;
    cluster.on("message", (_worker: Worker, message: unknown) => {
      if (message === READY) ready += 1;
      if (ready === count) resolve();
    });
  });
}

function living(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker): worker is Worker => worker?.isDead() === false);
}
