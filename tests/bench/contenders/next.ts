import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { withSession } from "@/lib/server/embedded/database";
import { freePort } from "@/lib/server/embedded/free-port";
import { startProcess } from "@/lib/server/embedded/supervisor/start-process";
import type { BenchStack } from "@/tests/bench/bench-stack";
import { runCommand } from "@/tests/bench/run-command";
import type { Contender } from "./contender";
import { ledgerSocketOf } from "./node-host";
import { requireRows } from "./require-rows";
import { untilAnswers } from "./until-answers";

const NEXT = resolve("node_modules/next/dist/bin/next");
const ROUTE = "app/api/[origin]/[...path]/route.ts";
const PROXY_ROUTE = ".next/server/app/api/proxy";

/** Whether the pages were built with a handler for the proxy. */
export const hasNextHandler = (): boolean => existsSync(resolve(PROXY_ROUTE));

/** The product's handler in Next, over the ledger of the contender `node`, which drains its rows too. */
export async function startNext(folder: string, stack: BenchStack): Promise<Contender> {
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const next = await startServer(resolve("."), port, {
    ...stack.env,
    PORT: String(port),
    SLUICE_HOME: folder,
    SLUICE_LEDGER_SOCKET: ledgerSocketOf(folder, "node"),
    SLUICE_NEXT_ORIGIN: `http://${host}`,
    NEXTAUTH_URL: `http://${host}`,
    NEXT_TELEMETRY_DISABLED: "1",
  });
  return {
    name: "next",
    chatUrl: `http://${host}/api/proxy/demo`,
    streamUrl: `http://${host}/api/proxy/stream`,
    headers: { authorization: `Bearer ${stack.key}` },
    pid: next.pid,
    stop: () => next.stop(5_000),
    verify: ({ startedAtMs, answers }) =>
      withSession(stack.databaseUrl, (sql) => requireRows(sql, { host, startedAtMs, answers, withinMs: 5_000 })),
  };
}

/** A Next application of one handler that fetches: what Next itself costs. */
export async function startBareNext(origins: { chat: string; stream: string }): Promise<Contender> {
  const folder = await buildBareNext();
  const port = await freePort();
  const next = await startServer(folder, port, {
    PATH: "/usr/bin:/bin",
    NEXT_TELEMETRY_DISABLED: "1",
    BENCH_CHAT_ORIGIN: origins.chat,
    BENCH_STREAM_ORIGIN: origins.stream,
  });
  return {
    name: "next_bare",
    chatUrl: `http://127.0.0.1:${port}/api/chat/v1`,
    streamUrl: `http://127.0.0.1:${port}/api/stream/v1`,
    headers: {},
    pid: next.pid,
    stop: () => next.stop(5_000),
  };
}

/** Built once, again when its handler changes. Beside the product's processes, so that it finds the project's packages. */
async function buildBareNext(): Promise<string> {
  const source = resolve("tests/bench/bare-next");
  const folder = resolve("dist/bench-next");
  const text = (root: string) => (existsSync(join(root, ROUTE)) ? readFileSync(join(root, ROUTE), "utf8") : "");
  if (text(folder) === text(source) && existsSync(join(folder, ".next/BUILD_ID"))) return folder;
  rmSync(folder, { recursive: true, force: true });
  cpSync(source, folder, { recursive: true });
  await runCommand(process.execPath, [NEXT, "build"], folder);
  return folder;
}

async function startServer(cwd: string, port: number, env: Readonly<Record<string, string>>) {
  return await startProcess({
    command: process.execPath,
    arguments: [NEXT, "start", "-H", "127.0.0.1", "-p", String(port)],
    env,
    cwd,
    probe: (signal) => untilAnswers(`http://127.0.0.1:${port}/`, signal),
    readyTimeoutMs: 60_000,
    onLog: () => undefined,
  });
}
