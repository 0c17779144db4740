import { resolve } from "node:path";
import { startProcess } from "@/lib/server/embedded/supervisor/start-process";
import { isInstalled } from "@/tests/bench/run-command";
import { startNginxUpstream } from "./nginx";

export type Upstreams = { name: string; origins: { chat: string; stream: string }; stop(): Promise<void> };

/** Streams always come from the raw socket server: nginx alone cannot space them out in time. */
export async function startUpstreams(folder: string): Promise<Upstreams> {
  const sockets = await startProcess({
    command: process.execPath,
    arguments: [resolve("dist/bench.mjs"), "upstream"],
    env: {},
    settings: { port: 0 },
    readyTimeoutMs: 10_000,
    onLog: () => undefined,
  });
  const stream = `http://127.0.0.1:${sockets.port}`;
  const stopSockets = () => sockets.stop(3_000);
  if (!isInstalled("nginx")) return { name: "raw socket server", origins: { chat: stream, stream }, stop: stopSockets };
  const nginx = await startNginxUpstream(folder);
  return {
    name: "nginx",
    origins: { chat: nginx.origin, stream },
    stop: async () => {
      await nginx.stop();
      await stopSockets();
    },
  };
}
