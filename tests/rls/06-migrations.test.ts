import { resolve } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate, readMigrations } from "@/lib/server/embedded/migrate";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: null });
});

afterAll(() => database.stop());

it("the migrations apply one by one as an owner that is no superuser, and again without effect", async () => {
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const [owner] = await sql`select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
    expect(owner).toEqual({ rolname: "postgres", rolsuper: false, rolbypassrls: true });

    const migrations = readMigrations(resolve("supabase/migrations"));
    for (const [n, migration] of migrations.entries()) {
      const { applied, alreadyApplied } = await migrate(sql, migrations.slice(0, n + 1));
      expect([applied.length, alreadyApplied], migration.name).toEqual([1, n]);
    }
    const shape = () => sql`
      select md5(string_agg(format('%s %s %s', attrelid::regclass, attname, atttypid::regtype), ',' order by attrelid, attnum)) as hash
      from pg_attribute as a join pg_class as c on c.oid = a.attrelid where c.relnamespace = 'public'::regnamespace`;
    const before = await shape();
    expect(await migrate(sql, migrations)).toEqual({ applied: [], alreadyApplied: migrations.length });
    expect(await shape()).toEqual(before);
  } finally {
    await sql.end();
  }
});

it("each migration says in its first line why it exists", () => {
  for (const migration of readMigrations(resolve("supabase/migrations"))) {
    expect(migration.text, migration.name).toMatch(/^-- \S.{20,}/);
  }
});
