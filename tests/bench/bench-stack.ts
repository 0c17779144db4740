import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseServerEnv } from "@/lib/env";
import { migrateDatabase, startDatabase, withSession } from "@/lib/server/embedded/database";
import { readMigrations } from "@/lib/server/embedded/migrate";
import { type StackSecrets, stackSecrets } from "@/lib/server/embedded/secrets";
import { seedDemo } from "@/lib/server/embedded/seed/demo-seed";
import { startProcess } from "@/lib/server/embedded/supervisor/start-process";

export type BenchStack = {
  /** Environment of the product's processes but for PORT, SLUICE_HOME and what a contender sets itself. */
  env: Readonly<Record<string, string>>;
  key: string;
  databaseUrl: string;
  stop(): Promise<void>;
};

/** Postgres as the product runs it, its data API, and a workspace whose providers are the bench's upstreams. */
export async function startBenchStack(
  folder: string,
  upstreams: { chat: string; stream: string },
): Promise<BenchStack> {
  const home = join(folder, "database");
  mkdirSync(home, { mode: 0o711 });
  // As root, Postgres runs as another user, who must be able to pass through.
  chmodSync(folder, 0o711);
  const secrets = await stackSecrets(folder);
  const database = await startDatabase({
    stateFolder: home,
    superuserPassword: randomBytes(24).toString("base64url"),
    ownerPassword: randomBytes(24).toString("base64url"),
  });
  const stopDatabase = () => database.cluster.stop(10_000);
  try {
    await migrateDatabase(database, readMigrations(resolve("supabase/migrations")));
    await seed(database.ownerUrl, secrets, upstreams);
    const api = await startProcess({
      command: process.execPath,
      arguments: ["--enable-source-maps", resolve("dist/data-api.mjs")],
      env: { PATH: "/usr/bin:/bin", DO_NOT_TRACK: "1" },
      settings: { databaseUrl: database.ownerUrl, jwtSecret: secrets.supabaseJwtSecret, port: 0 },
      readyTimeoutMs: 30_000,
      onLog: () => undefined,
    });
    return {
      env: environment(secrets, `http://127.0.0.1:${api.port}`, upstreams),
      key: secrets.demoKey,
      databaseUrl: database.ownerUrl,
      stop: async () => {
        await api.stop(5_000);
        await stopDatabase();
      },
    };
  } catch (cause) {
    await stopDatabase();
    throw cause;
  }
}

/** The demo workspace with its monthly budget and its limit a minute and key, both too wide for a bench to fill. */
async function seed(
  ownerUrl: string,
  secrets: StackSecrets,
  upstreams: { chat: string; stream: string },
): Promise<void> {
  const { SLUICE_ENCRYPTION_KEYS: encryptionKeys } = parseServerEnv(
    environment(secrets, "http://127.0.0.1:1", upstreams),
  );
  await withSession(ownerUrl, async (sql) => {
    const demo = { password: secrets.demoPassword, key: secrets.demoKey, demoOrigin: upstreams.chat, encryptionKeys };
    await seedDemo(sql, demo);
    await sql`update public.providers set slug = 'stream', dialect = 'openai', auth_method = 'BEARER',
      auth_config = '{}', base_url = ${`${upstreams.stream}/v1`} where slug = 'demo-anthropic'`;
    await sql`update public.budgets set amount_cents = 800000000`;
    await sql`update public.rate_limits set requests = 1000000000`;
  });
}

function environment(
  secrets: StackSecrets,
  supabaseUrl: string,
  upstreams: { chat: string; stream: string },
): Record<string, string> {
  return {
    PATH: "/usr/bin:/bin",
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    AUTH_TRUST_HOST: "true",
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    SUPABASE_URL: supabaseUrl,
    SUPABASE_ANON_KEY: secrets.supabaseAnonKey,
    SUPABASE_SERVICE_ROLE_KEY: secrets.supabaseServiceRoleKey,
    SUPABASE_JWT_SECRET: secrets.supabaseJwtSecret,
    SLUICE_ENCRYPTION_KEYS: secrets.encryptionKeys,
    SLUICE_PRIVATE_UPSTREAMS: [upstreams.chat, upstreams.stream].map((origin) => new URL(origin).host).join(","),
  };
}
