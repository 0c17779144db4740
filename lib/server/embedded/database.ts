import { mkdirSync } from "node:fs";
import postgres, { type Sql } from "postgres";
import { allowGatewayRole, bootstrapDatabase } from "./bootstrap";
import { freePort } from "./free-port";
import { type Migration, type MigrationSummary, migrate } from "./migrate";
import { postgresBinaries } from "./postgres/binaries";
import { type RunningCluster, SUPERUSER, startCluster } from "./postgres/cluster";
import { postgresHome } from "./postgres/home";
import { postgresIdentity } from "./postgres/os-identity";

export type DatabaseOptions = {
  stateFolder: string;
  superuserPassword: string;
  ownerPassword: string;
  /** @default true */
  isDurable?: boolean;
  onLog?: (line: string) => void;
  onNotice?: (sentence: string) => void;
};

export type Database = {
  port: number;
  /** As `postgres`: owner of the schema, not a superuser. */
  ownerUrl: string;
  superuserUrl: string;
  cluster: RunningCluster;
};

/** Starts the built-in Postgres on its remembered port, or another if that is taken, and prepares it for migrations. */
export async function startDatabase(options: DatabaseOptions): Promise<Database> {
  mkdirSync(options.stateFolder, { recursive: true, mode: 0o711 });
  const identity = postgresIdentity();
  const home = postgresHome(options.stateFolder, identity);
  if (home.isOutside)
    options.onNotice?.(`The database lies in ${home.folder}, since ${identity?.name} cannot enter the state folder.`);
  const port = await freePort(home.port);
  const cluster = await startCluster({
    binaries: postgresBinaries(home.folder, identity),
    identity,
    dataFolder: home.dataFolder,
    port,
    superuserPassword: options.superuserPassword,
    isDurable: options.isDurable ?? true,
    ...(options.onLog ? { onLog: options.onLog } : {}),
  });
  if (port !== home.port) home.rememberPort(port);
  const superuserUrl = urlOf(SUPERUSER, options.superuserPassword, port);
  const database = { port, cluster, superuserUrl, ownerUrl: urlOf("postgres", options.ownerPassword, port) };
  try {
    await withSession(superuserUrl, (sql) => bootstrapDatabase(sql, options.ownerPassword));
  } catch (cause) {
    await cluster.stop(5_000);
    throw isWrongPassword(cause) ? new Error(otherSecrets(home.folder), { cause }) : cause;
  }
  return database;
}

const otherSecrets = (folder: string) =>
  `The database in ${folder} was made with other secrets than the state folder's secrets.json. ` +
  "Restore that file; or, to begin anew without the old data, delete the state folder.";

function isWrongPassword(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "28P01";
}

/** Runs the migrations as the owner, then lets the data API take the roles that they made. */
export async function migrateDatabase(
  database: Pick<Database, "ownerUrl" | "superuserUrl">,
  migrations: readonly Migration[],
): Promise<MigrationSummary> {
  const summary = await withSession(database.ownerUrl, (sql) => migrate(sql, migrations));
  await withSession(database.superuserUrl, allowGatewayRole);
  return summary;
}

/** One session, closed at the end whatever happens. */
export async function withSession<Result>(url: string, use: (sql: Sql) => Promise<Result>): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function urlOf(user: string, password: string, port: number): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/postgres`;
}
