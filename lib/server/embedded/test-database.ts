import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { SignJWT } from "jose";
import { build } from "rolldown";
import { migrateDatabase, startDatabase } from "./database";
import { readMigrations } from "./migrate";
import type { RunningPart } from "./supervisor/part";
import { startProcess } from "./supervisor/start-process";

export type TestDatabase = {
  /** As `postgres`, the owner. */
  ownerUrl: string;
  superuserUrl: string;
  stop(): Promise<void>;
};

export type TestStack = TestDatabase & {
  /** For supabase-js: the data API's origin. */
  supabaseUrl: string;
  anonKey: string;
  serviceKey: string;
  jwtSecret: string;
  /** An HS256 token of the given claims, valid for `ttlSeconds`. @default 60 */
  mint(claims: Record<string, unknown>, ttlSeconds?: number): Promise<string>;
};

export type TestDatabaseOptions = {
  /** @default the project's `supabase/migrations`; null applies none */
  migrations?: string | null;
};

/** A Postgres of its own in a temporary folder, prepared as hosted Supabase is, with all migrations applied. */
export async function startTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const stateFolder = mkdtempSync(join(tmpdir(), "sluice-db-"));
  // As root, the server runs as another user, who must be able to pass through.
  chmodSync(stateFolder, 0o711);
  const remove = () => rmSync(stateFolder, { recursive: true, force: true });
  const database = await startDatabase({
    stateFolder: join(stateFolder, "home"),
    superuserPassword: randomBytes(24).toString("base64url"),
    ownerPassword: randomBytes(24).toString("base64url"),
    isDurable: false,
  }).catch((cause: unknown) => {
    remove();
    throw cause;
  });
  const stop = async () => {
    await database.cluster.stop(10_000);
    remove();
  };
  try {
    const folder = options.migrations === undefined ? resolve("supabase/migrations") : options.migrations;
    await migrateDatabase(database, folder === null ? [] : readMigrations(folder));
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { ownerUrl: database.ownerUrl, superuserUrl: database.superuserUrl, stop };
}

/** The database with the data API in front of it, in a process of its own as in the product. `prepare` runs before the API reads the schema. */
export async function startTestStack(
  options: TestDatabaseOptions & { prepare?: (database: TestDatabase) => Promise<void> } = {},
): Promise<TestStack> {
  const database = await startTestDatabase(options);
  try {
    await options.prepare?.(database);
    const jwtSecret = randomBytes(32).toString("base64url");
    const api = await startTestDataApi(database.ownerUrl, jwtSecret);
    const mint = (claims: Record<string, unknown>, ttlSeconds = 60) => mintToken(jwtSecret, claims, ttlSeconds);
    return {
      ...database,
      supabaseUrl: `http://127.0.0.1:${api.port}`,
      jwtSecret,
      mint,
      anonKey: await mint({ role: "anon", iss: "sluice" }, 86_400),
      serviceKey: await mint({ role: "service_role", iss: "sluice" }, 86_400),
      stop: async () => {
        await api.stop(5_000);
        await database.stop();
      },
    };
  } catch (cause) {
    await database.stop();
    throw cause;
  }
}

async function startTestDataApi(databaseUrl: string, jwtSecret: string): Promise<RunningPart> {
  const folder = resolve("node_modules/.cache/sluice-tests");
  const program = join(folder, `data-api-${process.pid}.mjs`);
  await build({
    input: resolve("lib/server/embedded/data-api-main.ts"),
    platform: "node",
    tsconfig: resolve("tsconfig.json"),
    external: (id) => !/^([./]|@\/)/.test(id),
    output: { file: program, format: "esm" },
  });
  try {
    return await startProcess({
      command: process.execPath,
      arguments: [program],
      env: { PATH: "/usr/bin:/bin", DO_NOT_TRACK: "1" },
      settings: { databaseUrl, jwtSecret, port: 0 },
      readyTimeoutMs: 20_000,
      onLog: () => undefined,
    });
  } finally {
    rmSync(program, { force: true });
  }
}

async function mintToken(secret: string, claims: Record<string, unknown>, ttlSeconds: number): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return await new SignJWT({ ...claims, iat: nowSeconds, exp: nowSeconds + ttlSeconds })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(secret));
}
