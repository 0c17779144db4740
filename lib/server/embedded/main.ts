import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { InvalidEnvironment, stackEnv } from "@/lib/env";
import { prepareStack, type Stack } from "./stack";
import { type StackMode, stackConfig } from "./stack-config";

/** This program is built to dist/stack.mjs, one below package.json. */
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

async function run(mode: StackMode): Promise<void> {
  const startedMs = performance.now();
  say(`Sluice is starting (${mode}).`);
  const stack = await prepareStack(stackConfig(mode, stackEnv()), ROOT, say);
  endOnSignals(stack);
  void stack.supervisor.failed.then(async (reason) => {
    say(`Sluice stops: ${reason} Its log is in the state folder under logs/.`);
    await stack.stop();
    process.exit(1);
  });
  try {
    const welcome = await stack.start();
    say(welcome);
    say(`Ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`);
  } catch (cause) {
    if (isStopping) return;
    say(messageOf(cause));
    await stack.stop();
    process.exit(1);
  }
}

let isStopping = false;
let stoppingSinceMs = 0;

/** A closing terminal and a launcher may both pass the same signal on. */
const SAME_SIGNAL_MS = 300;

function endOnSignals(stack: Stack): void {
  const end = (signal: NodeJS.Signals) => {
    if (isStopping) {
      if (performance.now() - stoppingSinceMs < SAME_SIGNAL_MS) return;
      say(`${signal} again: ending everything at once.`);
      void stack.supervisor.kill().finally(() => process.exit(1));
      return;
    }
    isStopping = true;
    stoppingSinceMs = performance.now();
    say("Sluice is stopping. Calls that run are finished first; a second signal ends them.");
    void stack.stop().then(
      () => {
        say("Sluice has stopped.");
        process.exit(0);
      },
      (cause: unknown) => {
        say(messageOf(cause));
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  process.on("SIGHUP", () => end("SIGHUP"));
}

// A terminal that has been closed must not keep the parts from being stopped in order.
process.stdout.on("error", () => undefined);

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

const mode = process.argv[2] ?? "start";
if (mode !== "start" && mode !== "dev") {
  say(`There is no mode "${mode}". Use start or dev.`);
  process.exit(2);
}
run(mode).catch((cause: unknown) => {
  const isExpected = cause instanceof InvalidEnvironment || cause instanceof Error;
  process.stderr.write(`${isExpected ? messageOf(cause) : String(cause)}\n`);
  process.exit(1);
});
