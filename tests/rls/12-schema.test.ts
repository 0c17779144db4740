import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";

const words = z.string().transform((text) => text.split(" ").filter((word) => word !== ""));
const Declared = z.strictObject({
  enums: z.record(z.string(), z.array(z.string())),
  /** Columns by table, besides created_at and updated_at. */
  tables: z.record(z.string(), words),
  /** Columns that a function works out instead. */
  derived: z.record(z.string(), z.string()),
});
const declared = Declared.parse(JSON.parse(readFileSync(resolve("supabase/tests/schema.json"), "utf8")));
const MONEY = /_cents$/;
let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

const columns = () => sql<{ table: string; name: string; type: string }[]>`
  select c.relname::text as table, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type
  from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;

it("every declared table and column exists", async () => {
  const present = new Set((await columns()).flatMap((row) => [row.table, `${row.table}.${row.name}`]));
  const wanted = Object.entries(declared.tables).flatMap(([table, names]) => [
    table,
    `${table}.created_at`,
    ...names.map((name) => `${table}.${name}`),
  ]);
  expect(wanted.filter((name) => !present.has(name))).toEqual([]);
  expect(wanted.length).toBeGreaterThan(600);
});

it("every enum has the declared values", async () => {
  const rows = await sql<{ name: string; labels: string[] }[]>`
    select t.typname::text as name, array_agg(e.enumlabel::text) as labels
    from pg_type as t join pg_enum as e on e.enumtypid = t.oid
    where t.typnamespace = 'public'::regnamespace group by 1`;
  const sorted = (all: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(all).map(([name, labels]) => [name, [...labels].sort()]));
  expect(sorted(Object.fromEntries(rows.map((row) => [row.name, row.labels])))).toEqual(sorted(declared.enums));
});

it("what is derived has a function", async () => {
  for (const name of Object.values(declared.derived)) {
    const [row] =
      await sql`select count(*)::int as n from pg_proc where format('%s.%s', pronamespace::regnamespace, proname) = ${name}`;
    expect(row, name).toEqual({ n: 1 });
  }
});

it("money has seven decimals everywhere", async () => {
  const wrong = (await columns()).filter((row) => MONEY.test(row.name) && !/^numeric\(\d+,7\)$/.test(row.type));
  expect(wrong).toEqual([]);
});

it("rows that change say when, and cannot change their tenant", async () => {
  const rows = await sql<{ name: string }[]>`
    select c.relname::text as name from pg_class as c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and exists (select 1 from pg_attribute where attrelid = c.oid and attname = 'workspace_id')
      and has_table_privilege('service_role', c.oid, 'update')
      and (not exists (select 1 from pg_attribute where attrelid = c.oid and attname = 'updated_at')
        or not exists (select 1 from pg_trigger where tgrelid = c.oid and tgname = 'keep_workspace')
        or not exists (select 1 from pg_trigger where tgrelid = c.oid and tgname = 'set_updated_at'))`;
  expect(rows.map((row) => row.name).sort()).toEqual(["alert_rule_channels", "event_reads"]);
});
