import { reportError } from "@/lib/server/report-error";

export type PulseLoop = {
  /** Looks at once instead of at the next turn. */
  hurry(): void;
  stop(): Promise<void>;
};

const EVERY_MS = 500;
/** While something is wrong, each moment counts. */
const EVERY_WHEN_AWAY_MS = 100;

/** Looks at the store again and again, never twice at once; a failed look is reported once in a row. */
export function startPulse(tick: () => Promise<"soon" | "later">, isWell: () => boolean): PulseLoop {
  let isStopped = false;
  let hasFailed = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let isHurried = false;

  async function run(): Promise<void> {
    let next: "soon" | "later" = "later";
    isHurried = false;
    try {
      next = await tick();
      hasFailed = false;
    } catch (cause) {
      if (!hasFailed) reportError("The ledger's store could not be brought up to date; it is tried again.", {}, cause);
      hasFailed = true;
    }
    if (!isStopped) schedule(next === "soon" || isHurried ? 0 : isWell() ? EVERY_MS : EVERY_WHEN_AWAY_MS);
  }

  function start(): void {
    running ??= run().finally(() => {
      running = null;
    });
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(start, delayMs).unref();
  }

  schedule(0);
  return {
    hurry() {
      isHurried = true;
      if (running === null && !isStopped) schedule(0);
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
