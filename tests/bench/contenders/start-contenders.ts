import { resolve } from "node:path";
import { startProcess } from "@/lib/server/embedded/supervisor/start-process";
import type { BenchStack } from "@/tests/bench/bench-stack";
import { DIRECT } from "@/tests/bench/report";
import { isInstalled } from "@/tests/bench/run-command";
import { startNginxProxy } from "@/tests/bench/upstream/nginx";
import type { Contender } from "./contender";
import { startNodeHostContender } from "./node-host";
import { startPortkey } from "./portkey";

export type Origins = { chat: string; stream: string };

type Options = {
  folder: string;
  stack: BenchStack;
  origins: Origins;
  toolsFolder: () => Promise<string>;
  say: (sentence: string) => void;
  /** Told of each contender once it runs, so that it is stopped whatever comes after. */
  onStart: (contender: Contender) => void;
};

/** Starts whoever can run on this machine, and says who cannot and why. */
export async function startContenders(options: Options): Promise<Contender[]> {
  const { folder, stack, origins, say } = options;
  const started: Contender[] = [];
  const add = (contender: Contender) => {
    options.onStart(contender);
    started.push(contender);
  };
  add(direct(origins));
  add(await startBare(origins));
  add(await startNodeHostContender({ stack, folder, drains: "while it runs" }));
  add(await startNodeHostContender({ stack, folder, drains: "between the rounds" }));
  if (isInstalled("nginx")) add(await startNginxContender(folder, origins));
  else say("nginx is not installed and stays out.");
  try {
    add(await startPortkey(await options.toolsFolder(), origins));
  } catch (cause) {
    say(`Portkey stays out: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  return started;
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
