import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, startDatabase, withSession } from "@/lib/server/embedded/database";
import { type Migration, migrate } from "@/lib/server/embedded/migrate";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";

const word = (letter: string) => letter.repeat(24);

describe("the built-in Postgres", () => {
  let stateFolder: string;
  let database: Database | undefined;
  beforeEach(() => {
    stateFolder = mkdtempSync(join(tmpdir(), "sluice-state-"));
    chmodSync(stateFolder, 0o711);
  });
  afterEach(async () => {
    await database?.cluster.stop(5_000);
    rmSync(stateFolder, { recursive: true, force: true });
  });
  const start = async () => {
    database = await startDatabase({ stateFolder, superuserPassword: word("s"), ownerPassword: word("o") });
    return database;
  };

  it("keeps what was committed through kill -9, and starts again on the same port", async () => {
    const first = await start();
    await withSession(first.ownerUrl, async (sql) => {
      await sql`create table kept (n integer)`;
      await sql`insert into kept values (42)`;
    });
    process.kill(first.cluster.pid, "SIGKILL");
    expect(await first.cluster.exited).toBe("ended by SIGKILL");
    const second = await start();
    expect(second.port).toBe(first.port);
    expect(await withSession(second.ownerUrl, async (sql) => [...(await sql`select n from kept`)])).toEqual([
      { n: 42 },
    ]);
  });

  it("takes over from a server that an earlier supervisor has left running", async () => {
    const first = await start();
    const second = await start();
    expect(second.cluster.pid).not.toBe(first.cluster.pid);
    await Promise.race([
      first.cluster.exited,
      delay(10_000).then(() => Promise.reject(new Error("the first still runs"))),
    ]);
    expect(await withSession(second.ownerUrl, async (sql) => [...(await sql`select 1 as n`)])).toEqual([{ n: 1 }]);
  });

  it("has an owner who is no superuser, and asks for passwords even on loopback", async () => {
    const { ownerUrl } = await start();
    const [role] = await withSession(
      ownerUrl,
      (sql) => sql`select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user`,
    );
    expect(role).toEqual({ rolsuper: false, rolbypassrls: true, rolcreaterole: true });
    const guessed = ownerUrl.replace(word("o"), "guess");
    await expect(withSession(guessed, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
  });
});

describe("the migration runner", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase({ migrations: null });
  });
  afterAll(() => database.stop());

  const run = (migrations: Migration[]) => withSession(database.ownerUrl, (sql) => migrate(sql, migrations));
  const first = { version: "1", name: "first", text: "create table one (n integer);\ninsert into one values (1);\n" };
  const second = { version: "2", name: "second", text: "alter table one add column m integer;" };

  it("applies what is missing in order, once, with a row of the Supabase CLI's history each", async () => {
    expect(await run([first])).toEqual({ applied: ["1_first.sql"], alreadyApplied: 0 });
    expect(await run([first, second])).toEqual({ applied: ["2_second.sql"], alreadyApplied: 1 });
    expect(await run([first, second])).toEqual({ applied: [], alreadyApplied: 2 });
    const rows = await withSession(
      database.ownerUrl,
      (sql) => sql`select version, name, statements from supabase_migrations.schema_migrations order by version`,
    );
    expect([...rows]).toEqual(
      [first, second].map(({ version, name, text }) => ({ version, name, statements: [text] })),
    );
  });

  it("refuses a file that was changed after it had been applied, and says what to do", async () => {
    const changed = { ...first, text: first.text.replace("values (1)", "values (2)") };
    await expect(run([changed, second])).rejects.toThrow(
      /^Migration 1_first\.sql was changed after .+ write a new migration/,
    );
  });

  it("accepts a history that the Supabase CLI wrote, statement by statement", async () => {
    const third = {
      version: "3",
      name: "third",
      text: "create table three ();\n\ncomment on table three is 'a; b';\n",
    };
    await withSession(
      database.ownerUrl,
      (sql) => sql`insert into supabase_migrations.schema_migrations (version, name, statements)
        values ('3', 'third', ${["create table three ()", "comment on table three is 'a; b'"]})`,
    );
    expect((await run([first, second, third])).applied).toEqual([]);
  });

  it("leaves nothing of a file that fails, and names the file and the line", async () => {
    const broken = { version: "4", name: "broken", text: "create table four (n integer);\nselect nothing;\n" };
    await expect(run([broken])).rejects.toThrow(
      'Migration 4_broken.sql failed: column "nothing" does not exist (line 2)',
    );
    const [found] = await withSession(database.ownerUrl, (sql) => sql`select to_regclass('public.four') as four`);
    expect(found).toEqual({ four: null });
  });

  it("lets two runners at once apply each file a single time", async () => {
    const slow = { version: "5", name: "slow", text: "create table five (); select pg_sleep(0.3);" };
    const summaries = await Promise.all([run([slow]), run([slow])]);
    expect(summaries.map(({ applied }) => applied.length).sort()).toEqual([0, 1]);
  });
});
