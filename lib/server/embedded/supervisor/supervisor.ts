import { setTimeout as delay } from "node:timers/promises";
import { createFailureCounter } from "./failure-counter";
import { launchInOrder } from "./launch-in-order";
import type { Part, RunningPart } from "./part";
import { createRoster } from "./roster";

export type SupervisorOptions = {
  /** In the order of starting; they are stopped in the reverse order. */
  parts: readonly Part[];
  /** A sentence for the operator. */
  onEvent(sentence: string): void;
  onLog(part: string, line: string): void;
  /** Called whenever a part has become ready. */
  onChange?(running: ReadonlyMap<string, RunningPart>): void;
  /** First wait before a restart; doubled for every failure within the window. @default 250 */
  backoffMs?: number;
  /** More failures of one part than this within `windowMs` stop the group. @default 5 */
  maxFailures?: number;
  /** @default 60000 */
  windowMs?: number;
};

export type Supervisor = {
  /** Resolves when every part is ready. Rejects with a sentence for a human; nothing is left running then. */
  start(): Promise<void>;
  /** Ends every part in reverse order, each by force after its own time. Idempotent. */
  stop(): Promise<void>;
  /** Ends everything at once, without waiting for order. */
  kill(): Promise<void>;
  /** Resolves with the reason if the group had to give up. The caller then stops it. */
  failed: Promise<string>;
};

const LONGEST_BACKOFF_MS = 5_000;

/** Starts parts after what they need, restarts one that dies, and gives up for all when that does not help. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { parts, backoffMs = 250, maxFailures = 5, windowMs = 60_000 } = options;
  const stopping = new AbortController();
  const giveUp = Promise.withResolvers<string>();
  const countFailure = createFailureCounter(windowMs);
  const roster = createRoster({
    ...options,
    onGone: (part, how) => {
      if (stopping.signal.aborted) return;
      options.onEvent(`${part.name} ${how}. It is started again.`);
      enqueue(part, how);
    },
  });
  let starting: Promise<unknown> = Promise.resolve();
  let recovery = Promise.resolve();
  let stopped: Promise<void> | undefined;

  /** After the start and one at a time, so that two that need each other never race. */
  function enqueue(part: Part, reason: string): void {
    recovery = recovery
      .then(() => starting)
      .then(() => recover(part, reason))
      .catch((error: unknown) => giveUp.resolve(sentenceOf(error)));
  }

  async function recover(part: Part, reason: string): Promise<void> {
    if (stopping.signal.aborted || roster.running.has(part.name) || waitsForParent(part, roster.running)) return;
    const count = countFailure(part.name);
    if (count > maxFailures) return giveUp.resolve(lastWords(part, count, windowMs, reason));
    const dependents = parts.filter((other) => other.restartsWith.includes(part.name));
    await roster.retireAll(dependents);
    await pause(backoffMs * 2 ** (count - 1), stopping.signal);
    for (const next of [part, ...dependents]) if (!(await launchedAgain(next))) return;
  }

  async function launchedAgain(part: Part): Promise<boolean> {
    if (stopping.signal.aborted) return false;
    try {
      await roster.launch(part);
      options.onEvent(`${part.name} runs again.`);
      return true;
    } catch (error) {
      options.onEvent(`${part.name} did not start: ${sentenceOf(error)}`);
      enqueue(part, "did not start");
      return false;
    }
  }

  async function stopInOrder(starting: Promise<unknown>): Promise<void> {
    stopping.abort();
    await Promise.all([recovery, starting]);
    await roster.retireAll(parts);
  }

  const stop = () => {
    stopped ??= stopInOrder(starting);
    return stopped;
  };
  return {
    start: async () => {
      const all = launchInOrder(parts, (part) => firstLaunch(part, stopping, roster.launch));
      starting = all.catch(() => undefined);
      await starting;
      if (stopping.signal.aborted) await stop();
      await all;
    },
    stop,
    kill: () => {
      stopping.abort();
      return roster.endAll();
    },
    failed: giveUp.promise,
  };
}

/** A part whose parent is gone as well is started by the parent's recovery. */
function waitsForParent(part: Part, running: ReadonlyMap<string, RunningPart>): boolean {
  return part.restartsWith.some((parent) => !running.has(parent));
}

/** The first failure keeps those from starting that have not yet. */
async function firstLaunch(
  part: Part,
  stopping: AbortController,
  launch: (part: Part) => Promise<void>,
): Promise<void> {
  if (stopping.signal.aborted) throw new Error(`${part.name} was not started, since everything is being stopped.`);
  try {
    await launch(part);
  } catch (cause) {
    stopping.abort();
    throw new Error(`${part.name} did not start: ${sentenceOf(cause)}`, { cause });
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function lastWords(part: Part, count: number, windowMs: number, reason: string): string {
  return `${part.name} failed ${count} times within ${windowMs / 1000} s; the last time it ${reason}.`;
}

async function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  await delay(Math.min(waitMs, LONGEST_BACKOFF_MS), undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
