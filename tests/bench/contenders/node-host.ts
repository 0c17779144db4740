import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { withSession } from "@/lib/server/embedded/database";
import { freePort } from "@/lib/server/embedded/free-port";
import { nodeHostArguments } from "@/lib/server/embedded/node-host-arguments";
import { startProcess } from "@/lib/server/embedded/supervisor/start-process";
import type { BenchStack } from "@/tests/bench/bench-stack";
import type { Contender } from "./contender";
import { requireRows } from "./require-rows";

const HELD_BACK_MS = "3600000";

type Options = { stack: BenchStack; folder: string; drains: "while it runs" | "between the rounds" };

/** Where a Node host of this bench serves its ledger. */
export const ledgerSocketOf = (folder: string, name: string): string => join(folder, name, "ledger.sock");

/** The product's own process with everything on. `node` owes each answer's row within five seconds of a round's end. */
export async function startNodeHostContender({ stack, folder, drains }: Options): Promise<Contender> {
  const isHeldBack = drains === "between the rounds";
  const name = isHeldBack ? "node_hot" : "node";
  const port = await freePort();
  const home = join(folder, name);
  mkdirSync(home, { mode: 0o700 });
  const host = await startProcess({
    command: process.execPath,
    arguments: nodeHostArguments(resolve(".")),
    env: {
      ...stack.env,
      PORT: String(port),
      SLUICE_HOME: home,
      SLUICE_LEDGER_SOCKET: ledgerSocketOf(folder, name),
      // Only health asks the pages, and nobody asks health here.
      SLUICE_NEXT_ORIGIN: `http://127.0.0.1:${port}`,
      ...(isHeldBack ? { SLUICE_DRAIN_EVERY_MS: HELD_BACK_MS } : {}),
    },
    readyTimeoutMs: 30_000,
    onLog: (line) => process.stderr.write(line.startsWith('{"ready"') ? "" : `${name}: ${line}\n`),
  });
  const base = `http://127.0.0.1:${port}/api/proxy`;
  return {
    name,
    chatUrl: `${base}/demo`,
    streamUrl: `${base}/stream`,
    headers: { authorization: `Bearer ${stack.key}` },
    pid: host.pid,
    stop: () => host.stop(20_000),
    async verify({ startedAtMs, answers }) {
      // Held back records are not a debt of the round, but the next contender must not run beside their draining.
      if (isHeldBack) process.kill(host.pid, "SIGUSR2");
      await withSession(stack.databaseUrl, (sql) =>
        requireRows(sql, { host: `127.0.0.1:${port}`, startedAtMs, answers, withinMs: isHeldBack ? 60_000 : 5_000 }),
      );
    },
  };
}
