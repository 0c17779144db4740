import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { matrix } from "./matrix";
import {
  type Column,
  columnCells,
  columnsByTable,
  installAttempt,
  redCells,
  seedRows,
  tableCells,
} from "./permission-cell";
import { seedPeople } from "./principals";

let database: TestDatabase;
let sql: Sql;
let columns: Map<string, Column[]>;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  await seedPeople(sql);
  await seedRows(sql);
  await installAttempt(sql);
  columns = await columnsByTable(sql);
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

describe("permission matrix", () => {
  it("declares every table of the schema", () => {
    expect([...columns.keys()].sort()).toEqual(Object.keys(matrix.tables).sort());
  });

  it.each(Object.keys(matrix.tables))("%s: each principal may do exactly what is declared", async (table) => {
    expect(await redCells(sql, tableCells(table))).toEqual([]);
  });

  it.each(Object.keys(matrix.tables))("%s: members reach exactly the columns that are declared", async (table) => {
    expect(await redCells(sql, columnCells(table, columns.get(table) ?? []))).toEqual([]);
  });

  it("declares who may call each function, and nobody else may", async () => {
    const rows = await sql<{ name: string; roles: string[] }[]>`
      select format('%s.%s', p.pronamespace::regnamespace, p.proname) as name, array(
        select r from unnest(array['anon', 'authenticated', 'gateway', 'service_role']) as r
        where has_function_privilege(r, p.oid, 'execute')
      ) as roles
      from pg_proc as p where p.pronamespace::regnamespace::text in ('public', 'private') order by 1`;
    const granted = rows.filter((row) => row.roles.length > 0).map((row) => [row.name, row.roles]);
    expect(Object.fromEntries(granted)).toEqual(matrix.functions);
  });

  it("has thousands of cells", () => {
    const tables = Object.keys(matrix.tables);
    const principals = tables.flatMap(tableCells).length;
    const roles = tables.flatMap((table) => columnCells(table, columns.get(table) ?? [])).length;
    console.info(
      `${principals} cells of principals, ${roles} cells of columns, ${Object.keys(matrix.functions).length} functions`,
    );
    expect(principals).toBeGreaterThan(3_000);
    expect(roles).toBeGreaterThan(3_000);
  });
});
