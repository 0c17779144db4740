import { reportError } from "@/lib/server/report-error";

export type Loop = {
  /** Runs the task once more if one is not running, and waits for it. */
  now(): Promise<void>;
  /** No further run begins; resolves when the running one has ended. */
  stop(): Promise<void>;
};

type LoopOptions = {
  name: string;
  intervalMs: number;
  /** @default intervalMs */
  firstAfterMs?: number;
  /** After failures in a row the pause doubles up to this. */
  maxBackoffMs: number;
  /** True asks for the next run at once. */
  task: () => Promise<boolean>;
};

/** A task that runs again and again, never twice at once, and slows down while it fails. */
export function startLoop({ name, intervalMs, firstAfterMs = intervalMs, maxBackoffMs, task }: LoopOptions): Loop {
  let failures = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    let again = false;
    try {
      again = await task();
      failures = 0;
    } catch (cause) {
      failures += 1;
      if (failures === 1 || failures % 20 === 0) reportError(`${name} failed.`, { failuresInARow: failures }, cause);
    }
    if (!stopped)
      schedule(again ? 0 : failures === 0 ? intervalMs : Math.min(intervalMs * 2 ** failures, maxBackoffMs));
  }

  function start(): Promise<void> {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void start(), delayMs);
  }

  schedule(firstAfterMs);
  return {
    now: start,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
