import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Timers, TokenCounter } from "@/lib/gateway/ports";

type Options = {
  /** The folder whose `node_modules` holds gpt-tokenizer. */
  root: string;
  timers: Timers;
  report: (message: string, context: Readonly<Record<string, unknown>>, cause?: unknown) => void;
  /** Longer texts are left to the estimate. @default 200_000 */
  maxCharacters?: number;
  /** Counts that may wait at a time. @default 32 */
  maxWaiting?: number;
  /** A thread that counts one text for so long is given up. @default 10_000 */
  stuckMs?: number;
  /** A thread without work gives its memory back after so long. @default 60_000 */
  idleMs?: number;
};

type Waiting = { settle: (tokens: number | null) => void; stopWatching: () => void };

/** Text, so that no bundler needs to know of a second entry. Special tokens in an answer are text like any other. */
const WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
const loaded = new Map();
parentPort.on("message", ({ id, encoding, text }) => {
  if (!loaded.has(encoding)) loaded.set(encoding, require(workerData[encoding]));
  const tokens = loaded.get(encoding).countTokens(text, { disallowedSpecial: new Set() });
  parentPort.postMessage({ id, tokens });
});
`;

const O200K = /^(?:gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5|chatgpt-4o|o\d)/;
const CL100K = /^(?:gpt-4|gpt-3\.5)/;

/** Counts in a thread of its own, which is started with the first text: some texts take seconds. */
export function createTokenCounter(options: Options): TokenCounter & { close(): Promise<void> } {
  const { root, timers, report, maxCharacters = 200_000, maxWaiting = 32, stuckMs = 10_000, idleMs = 60_000 } = options;
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let stayAwake: (() => void) | null = null;
  let nextId = 1;

  function giveUp(cause: unknown): void {
    const failed = worker;
    worker = null;
    for (const [id] of waiting) settle(id, null);
    if (cause !== null)
      report("The tokenizer's thread was given up; what it would have counted is estimated.", {}, cause);
    failed?.terminate().catch((error: unknown) => report("The tokenizer's thread did not end.", {}, error));
  }

  function settle(id: number, tokens: number | null): void {
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    one.stopWatching();
    one.settle(tokens);
    if (waiting.size === 0) stayAwake = timers.after(idleMs, () => giveUp(null));
  }

  function start(): Worker {
    const started = new Worker(WORKER, { eval: true, workerData: pathsBelow(root) });
    started.unref();
    started.on("message", ({ id, tokens }: { id: number; tokens: number }) => settle(id, tokens));
    started.on("error", (cause) => {
      if (worker === started) giveUp(cause);
    });
    return started;
  }

  return {
    canCount: (model) => encodingOf(model) !== null,
    count(text, model) {
      const encoding = encodingOf(model);
      if (encoding === null || text.length > maxCharacters || waiting.size >= maxWaiting) return Promise.resolve(null);
      stayAwake?.();
      worker ??= start();
      const id = nextId;
      nextId += 1;
      const running = worker;
      return new Promise((resolve) => {
        const isStuck = () => giveUp(new Error(`One text took longer than ${stuckMs} ms.`));
        waiting.set(id, { settle: resolve, stopWatching: timers.after(stuckMs, isStuck) });
        running.postMessage({ id, encoding, text });
      });
    },
    async close() {
      const last = worker;
      worker = null;
      for (const [id] of waiting) settle(id, null);
      stayAwake?.();
      await last?.terminate();
    },
  };
}

type Encoding = "o200k" | "cl100k";

function encodingOf(model: string): Encoding | null {
  if (O200K.test(model)) return "o200k";
  return CL100K.test(model) ? "cl100k" : null;
}

/** Paths as npm lays them out: nothing here is loaded, or bundled, before it is used. */
function pathsBelow(root: string): Record<Encoding, string> {
  const at = (name: string) => join(root, "node_modules/gpt-tokenizer/cjs/encoding", `${name}.js`);
  return { o200k: at("o200k_base"), cl100k: at("cl100k_base") };
}
