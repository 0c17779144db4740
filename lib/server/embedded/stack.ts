import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { inheritedEnv, parseServerEnv } from "@/lib/env";
import { withSession } from "./database";
import { lockHome } from "./home-lock";
import { migrate, readMigrations } from "./migrate";
import { requirePublicPort } from "./public-port";
import { partFacts, removeRunFacts, writeDemoFacts, writeRunFacts } from "./run-facts";
import { stackSecrets } from "./secrets";
import { DEMO_EMAIL, DEMO_WORKSPACE, seedDemo } from "./seed/demo-seed";
import type { StackConfig } from "./stack-config";
import { serverEnvironment } from "./stack-environment";
import { type StackContext, stackParts } from "./stack-parts";
import { stackPorts } from "./stack-ports";
import { openPartLogs } from "./supervisor/part-log";
import { createSupervisor, type Supervisor } from "./supervisor/supervisor";

export type Stack = {
  supervisor: Supervisor;
  /** Resolves when everything is ready, with what to tell the operator. */
  start(): Promise<string>;
  stop(): Promise<void>;
};

const READY_TIMEOUT_MS = 60_000;

/** Checks what can be checked before anything runs: the state folder, the public port. Rejects with a sentence. */
export async function prepareStack(config: StackConfig, root: string, say: (sentence: string) => void): Promise<Stack> {
  const unlock = lockHome(config.stateFolder);
  try {
    await requirePublicPort(config.host, config.port);
    return await assemble(config, root, say, unlock);
  } catch (cause) {
    unlock();
    throw cause;
  }
}

async function assemble(
  config: StackConfig,
  root: string,
  say: (s: string) => void,
  unlock: () => void,
): Promise<Stack> {
  const [secrets, ports] = [await stackSecrets(config.stateFolder), await stackPorts(config.stateFolder)];
  const database: StackContext["database"] = { current: undefined };
  const serverEnv = () => serverEnvironment(inheritedEnv(), config, secrets, ports, database.current?.port);
  const logs = openPartLogs(join(config.stateFolder, "logs"));
  const context: StackContext = { config, secrets, ports, root, serverEnv, database, notice: say };
  const url = publicUrl(config);
  const supervisor = createSupervisor({
    parts: stackParts(context),
    onEvent: say,
    onLog: (part, line) => {
      logs.write(part, line);
      if (config.mode === "dev") say(`${part} | ${line}`);
    },
    onChange: (running) =>
      writeRunFacts(config.stateFolder, {
        pid: process.pid,
        url,
        parts: partFacts(running),
        databaseUrl: database.current?.ownerUrl ?? null,
        supabaseUrl: config.supabase === undefined ? `http://127.0.0.1:${ports.dataApi}` : null,
      }),
  });
  return {
    supervisor,
    start: async () => {
      if (config.databaseUrl !== undefined) await migrateOutside(config.databaseUrl, root, say);
      await supervisor.start();
      const demo = config.supabase === undefined ? await seed(context) : undefined;
      await untilReady(`${url}/api/health/ready`);
      return demo ?? `Sluice is ready at ${url}`;
    },
    stop: async () => {
      await supervisor.stop();
      await logs.close();
      removeRunFacts(config.stateFolder);
      unlock();
    },
  };
}

async function migrateOutside(databaseUrl: string, root: string, say: (sentence: string) => void): Promise<void> {
  const migrations = readMigrations(join(root, "supabase/migrations"));
  const { applied } = await withSession(databaseUrl, (sql) => migrate(sql, migrations));
  if (applied.length > 0) say(`Database: ${applied.length} migrations applied.`);
}

/** Writes demo.json and returns what the terminal shows. */
async function seed(context: StackContext): Promise<string> {
  const { config, secrets } = context;
  const database = context.database.current;
  if (database === undefined) throw new Error("The database is gone before it could be seeded.");
  const { SLUICE_ENCRYPTION_KEYS, SLUICE_DEMO_ORIGIN } = parseServerEnv(context.serverEnv());
  if (SLUICE_DEMO_ORIGIN === undefined) throw new Error("The demo provider has no address.");
  await withSession(database.ownerUrl, (sql) =>
    seedDemo(sql, {
      password: secrets.demoPassword,
      key: secrets.demoKey,
      managementKey: secrets.demoManagementKey,
      demoOrigin: SLUICE_DEMO_ORIGIN,
      encryptionKeys: SLUICE_ENCRYPTION_KEYS,
    }),
  );
  const url = publicUrl(config);
  writeDemoFacts(config.stateFolder, {
    url,
    email: DEMO_EMAIL,
    password: secrets.demoPassword,
    workspace: DEMO_WORKSPACE,
    key: secrets.demoKey,
    management_key: secrets.demoManagementKey,
  });
  return welcome(url, secrets.demoPassword, secrets.demoKey, config.stateFolder);
}

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  let last = "no answer";
  while (performance.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch((error: unknown) => String(error));
    if (typeof answer === "string") last = answer;
    else if (answer.ok) return;
    else last = await answer.text();
    await delay(50);
  }
  throw new Error(`Everything was started, but ${url} does not report ready: ${last}`);
}

function publicUrl(config: StackConfig): string {
  const host = ["0.0.0.0", "::"].includes(config.host) ? "127.0.0.1" : config.host;
  return `http://${host.includes(":") ? `[${host}]` : host}:${config.port}`;
}

function welcome(url: string, password: string, key: string, stateFolder: string): string {
  return `
Sluice is ready at ${url}

  Sign in     ${DEMO_EMAIL}
  Password    ${password}
  Workspace   ${DEMO_WORKSPACE}

A first call through the gateway:

curl ${url}/api/proxy/demo/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Say hello"}]}'

State and logs are in ${stateFolder}. Ctrl-C stops everything.`;
}
