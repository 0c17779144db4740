import { resolve } from "node:path";
import { startProcess } from "@/lib/server/embedded/supervisor/start-process";
import type { BenchStack } from "@/tests/bench/bench-stack";
import { DIRECT } from "@/tests/bench/report";
import { isInstalled } from "@/tests/bench/run-command";
import { startNginxProxy } from "@/tests/bench/upstream/nginx";
import type { Contender } from "./contender";
import { hasNextHandler, startBareNext, startNext } from "./next";
import { startNodeHostContender } from "./node-host";
import { startPortkey } from "./portkey";

export type Origins = { chat: string; stream: string };

type Options = {
  folder: string;
  stack: BenchStack;
  origins: Origins;
  toolsFolder: () => Promise<string>;
  say: (sentence: string) => void;
  isWanted: (name: string) => boolean;
  /** Told of each contender once it runs, so that it is stopped whatever comes after. */
  onStart: (contender: Contender) => void;
};

/** Starts whoever can run on this machine, and says who cannot and why. */
export async function startContenders(options: Options): Promise<Contender[]> {
  const { folder, stack, origins, say } = options;
  const starters: [string, () => Promise<Contender>][] = [
    [DIRECT, async () => direct(origins)],
    ["bare", () => startBare(origins)],
    ["node", () => startNodeHostContender({ stack, folder, drains: "while it runs" })],
    ["node_hot", () => startNodeHostContender({ stack, folder, drains: "between the rounds" })],
    ["next", () => startNext(folder, stack)],
    ["next_bare", () => startBareNext(origins)],
    ["nginx", () => startNginxContender(folder, origins)],
    ["portkey", async () => startPortkey(await options.toolsFolder(), origins)],
  ];
  const started: Contender[] = [];
  for (const [name, start] of starters) {
    if (!options.isWanted(name)) continue;
    const contender = await startOptional(name, start, say);
    if (contender === null) continue;
    options.onStart(contender);
    started.push(contender);
  }
  return started;
}

/** Who is not of this project may stay out, said aloud; ours must run. */
async function startOptional(
  name: string,
  start: () => Promise<Contender>,
  say: Options["say"],
): Promise<Contender | null> {
  if (name === "nginx" && !isInstalled("nginx")) {
    say("nginx is not installed and stays out.");
    return null;
  }
  if (name === "next" && !hasNextHandler()) {
    say("The pages are not built with a handler for the proxy: next stays out.");
    return null;
  }
  try {
    return await start();
  } catch (cause) {
    if (name !== "portkey" && name !== "next_bare") throw cause;
    say(`${name} stays out: ${cause instanceof Error ? cause.message : String(cause)}`);
    return null;
  }
}

function direct({ chat, stream }: Origins): Contender {
  return {
    name: DIRECT,
    chatUrl: `${chat}/v1`,
    streamUrl: `${stream}/v1`,
    headers: {},
    pid: null,
    stop: () => Promise.resolve(),
  };
}

async function startBare(origins: Origins): Promise<Contender> {
  const proxy = await startProcess({
    command: process.execPath,
    arguments: [resolve("dist/bench.mjs"), "bare"],
    env: {},
    settings: origins,
    readyTimeoutMs: 10_000,
    onLog: (line) => process.stderr.write(line.startsWith('{"') ? "" : `bare: ${line}\n`),
  });
  const base = `http://127.0.0.1:${proxy.port}`;
  return {
    name: "bare",
    chatUrl: `${base}/chat/v1`,
    streamUrl: `${base}/stream/v1`,
    headers: {},
    pid: proxy.pid,
    stop: () => proxy.stop(3_000),
  };
}

async function startNginxContender(folder: string, origins: Origins): Promise<Contender> {
  const nginx = await startNginxProxy(folder, origins);
  return {
    name: "nginx",
    chatUrl: `${nginx.origin}/chat/v1`,
    streamUrl: `${nginx.origin}/stream/v1`,
    headers: {},
    pid: nginx.pid,
    stop: nginx.stop,
  };
}
