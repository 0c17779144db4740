import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Database, migrateDatabase, startDatabase } from "./database";
import { readMigrations } from "./migrate";
import { nodeHostArguments } from "./node-host-arguments";
import type { StackSecrets } from "./secrets";
import type { StackConfig } from "./stack-config";
import type { StackPorts } from "./stack-ports";
import type { Part } from "./supervisor/part";
import { startProcess } from "./supervisor/start-process";

export type StackContext = {
  config: StackConfig;
  secrets: StackSecrets;
  ports: StackPorts;
  /** Folder of package.json. */
  root: string;
  /** Environment of the product's own processes, known in full once the database runs. */
  serverEnv: () => Record<string, string>;
  /** The database of this run; set by its part. */
  database: { current: Database | undefined };
  notice: (sentence: string) => void;
};

/** In the order of starting. */
export function stackParts(context: StackContext): Part[] {
  const isEmbedded = context.config.supabase === undefined;
  const embedded = isEmbedded ? [postgresPart(context), dataApiPart(context), demoPart(context)] : [];
  return [...embedded, nextPart(context, isEmbedded), nodeHostPart(context, embedded)];
}

function postgresPart(context: StackContext): Part {
  const { config, secrets } = context;
  return {
    name: "postgres",
    needs: [],
    restartsWith: [],
    stopTimeoutMs: 20_000,
    start: async (onLog) => {
      const database = await startDatabase({
        stateFolder: config.stateFolder,
        superuserPassword: secrets.superuserPassword,
        ownerPassword: secrets.ownerPassword,
        onLog,
        onNotice: context.notice,
      });
      try {
        const migrations = readMigrations(join(context.root, "supabase/migrations"));
        const { applied } = await migrateDatabase(database, migrations);
        if (applied.length > 0) context.notice(`Database: ${applied.length} migrations applied.`);
      } catch (cause) {
        await database.cluster.stop(10_000);
        throw cause;
      }
      context.database.current = database;
      return { ...database.cluster, port: database.port };
    },
  };
}

function dataApiPart(context: StackContext): Part {
  return {
    name: "data-api",
    needs: ["postgres"],
    restartsWith: ["postgres"],
    stopTimeoutMs: 8_000,
    start: (onLog) =>
      startProcess({
        command: process.execPath,
        arguments: ["--enable-source-maps", join(context.root, "dist/data-api.mjs")],
        env: { PATH: "/usr/bin:/bin", DO_NOT_TRACK: "1" },
        cwd: context.root,
        settings: {
          databaseUrl: context.database.current?.ownerUrl,
          jwtSecret: context.secrets.supabaseJwtSecret,
          port: context.ports.dataApi,
        },
        readyTimeoutMs: 30_000,
        onLog,
      }),
  };
}

function demoPart(context: StackContext): Part {
  return {
    name: "demo-upstream",
    needs: [],
    restartsWith: [],
    stopTimeoutMs: 8_000,
    start: (onLog) =>
      startProcess({
        command: process.execPath,
        arguments: ["--enable-source-maps", join(context.root, "dist/demo-upstream.mjs")],
        env: { PATH: "/usr/bin:/bin", DO_NOT_TRACK: "1" },
        cwd: context.root,
        settings: { port: context.ports.demo },
        readyTimeoutMs: 30_000,
        onLog,
      }),
  };
}

function nextPart(context: StackContext, isEmbedded: boolean): Part {
  const { config, ports, root } = context;
  return {
    name: "next",
    needs: isEmbedded ? ["postgres"] : [],
    restartsWith: [],
    stopTimeoutMs: 10_000,
    start: async (onLog) => {
      const running = await startProcess({
        command: process.execPath,
        arguments: [
          join(root, "node_modules/next/dist/bin/next"),
          config.mode,
          "-H",
          "127.0.0.1",
          "-p",
          String(ports.next),
        ],
        env: context.serverEnv(),
        cwd: root,
        probe: (signal) => untilAnswers(`http://127.0.0.1:${ports.next}/api/health/live`, signal),
        readyTimeoutMs: config.mode === "dev" ? 180_000 : 60_000,
        onLog,
      });
      return { ...running, port: ports.next };
    },
  };
}

function nodeHostPart(context: StackContext, embedded: readonly Part[]): Part {
  return {
    name: "node-host",
    needs: ["next", ...embedded.map((part) => part.name)],
    restartsWith: [],
    // Thirty seconds for the answers under way, and what follows: the drain, and a ledger that may be slow.
    stopTimeoutMs: 60_000,
    start: async (onLog) => {
      const running = await startProcess({
        command: process.execPath,
        arguments: nodeHostArguments(context.root),
        env: context.serverEnv(),
        cwd: context.root,
        readyTimeoutMs: 60_000,
        onLog,
      });
      return { ...running, port: context.config.port };
    },
  };
}

/** Any HTTP answer will do: what it says is the node host's to judge. */
async function untilAnswers(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(url, { signal, redirect: "manual" }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer !== undefined) return;
    await delay(50);
  }
}
