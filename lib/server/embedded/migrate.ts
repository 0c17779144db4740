import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sql, TransactionSql } from "postgres";

export type Migration = { version: string; name: string; text: string };
export type MigrationSummary = { applied: string[]; alreadyApplied: number };

/** Stands for "Sluice migrations" among the advisory locks of the database. */
const LOCK = 7_583_190_214;

/**
 * Applies what is missing, in order, each file in a transaction with its row of the Supabase CLI's history table.
 * `owner` is a connection of a single session as the owner of schema public.
 */
export async function migrate(owner: Sql, migrations: readonly Migration[]): Promise<MigrationSummary> {
  await owner`select pg_advisory_lock(${LOCK})`;
  try {
    await ensureHistory(owner);
    const known = await history(owner);
    refuseChanged(migrations, known);
    const missing = migrations.filter((migration) => !known.has(migration.version));
    for (const migration of missing) await apply(owner, migration);
    return { applied: missing.map(fileName), alreadyApplied: migrations.length - missing.length };
  } finally {
    await owner`select pg_advisory_unlock(${LOCK})`;
  }
}

/** Reads `<version>_<name>.sql` files in the order of their versions. Throws if two share a version. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort();
  const migrations = files.map((file) => {
    const match = /^([0-9]+)_(.+)\.sql$/.exec(file);
    if (match?.[1] === undefined || match[2] === undefined) {
      throw new Error(`${join(folder, file)} must be named <version>_<name>.sql, the version being digits.`);
    }
    return { version: match[1], name: match[2], text: readFileSync(join(folder, file), "utf8") };
  });
  migrations.forEach((migration, index) => {
    const next = migrations[index + 1];
    if (next?.version !== migration.version) return;
    throw new Error(`${fileName(migration)} and ${fileName(next)} have the same version. Rename one.`);
  });
  return migrations;
}

async function ensureHistory(owner: Sql): Promise<void> {
  const [found] = await owner<{ history: string | null }[]>`
    select to_regclass('supabase_migrations.schema_migrations')::text as history`;
  if (found?.history) return;
  await owner.unsafe(`create schema if not exists supabase_migrations;
    create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text)`);
}

async function history(owner: Sql): Promise<Map<string, string[] | null>> {
  const rows = await owner<{ version: string; statements: string[] | null }[]>`
    select version, statements from supabase_migrations.schema_migrations`;
  return new Map(rows.map((row) => [row.version, row.statements]));
}

function refuseChanged(migrations: readonly Migration[], known: ReadonlyMap<string, string[] | null>): void {
  for (const migration of migrations) {
    const statements = known.get(migration.version);
    if (!statements || isSame(statements, migration.text)) continue;
    throw new Error(
      `Migration ${fileName(migration)} was changed after this database had applied it. Put the file back as it was and ` +
        "write a new migration; on a throw-away database, delete the state folder (SLUICE_HOME) and start again.",
    );
  }
}

/** The Supabase CLI stores a file split into statements, without the semicolons and blanks between them. */
function isSame(statements: readonly string[], text: string): boolean {
  const bare = (sql: string) => sql.replace(/[\s;]+/g, "");
  return bare(statements.join(";")) === bare(text);
}

async function apply(owner: Sql, migration: Migration): Promise<void> {
  try {
    await owner.begin(async (transaction: TransactionSql) => {
      await transaction.unsafe(migration.text);
      await transaction`insert into supabase_migrations.schema_migrations (version, statements, name)
        values (${migration.version}, ${[migration.text]}, ${migration.name})`;
    });
  } catch (cause) {
    throw new Error(`Migration ${fileName(migration)} failed: ${explain(cause, migration.text)}`, { cause });
  }
}

function explain(cause: unknown, text: string): string {
  if (!(cause instanceof Error)) return String(cause);
  const position = "position" in cause ? Number(cause.position) : Number.NaN;
  const line = Number.isFinite(position) ? ` (line ${text.slice(0, position).split("\n").length})` : "";
  return `${cause.message}${line}`;
}

function fileName(migration: Migration): string {
  return `${migration.version}_${migration.name}.sql`;
}
