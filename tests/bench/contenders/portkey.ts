import { join } from "node:path";
import { freePort } from "@/lib/server/embedded/free-port";
import { startProcess } from "@/lib/server/embedded/supervisor/start-process";
import type { Contender } from "./contender";
import { untilAnswers } from "./until-answers";

/** Portkey's open gateway as its package starts it: no keys of its own, no limits, no budgets, no log. */
export async function startPortkey(folder: string, origins: { chat: string; stream: string }): Promise<Contender> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const gateway = await startProcess({
    command: process.execPath,
    arguments: [join(folder, "node_modules/@portkey-ai/gateway/build/start-server.js"), `--port=${port}`, "--headless"],
    env: { PATH: "/usr/bin:/bin", TRUSTED_CUSTOM_HOSTS: "localhost,127.0.0.1" },
    cwd: folder,
    probe: (signal) => untilAnswers(origin, signal),
    readyTimeoutMs: 30_000,
    onLog: () => undefined,
  });
  return {
    name: "portkey",
    chatUrl: `${origin}/v1`,
    streamUrl: `${origin}/v1`,
    headers: headersFor(origins.chat),
    streamHeaders: headersFor(origins.stream),
    pid: gateway.pid,
    stop: () => gateway.stop(3_000),
  };
}

function headersFor(origin: string): Record<string, string> {
  return { authorization: "Bearer bench", "x-portkey-provider": "openai", "x-portkey-custom-host": `${origin}/v1` };
}
