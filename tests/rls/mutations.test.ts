import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { type Mutation, mutations, redAfter } from "./mutations";
import { type Column, columnsByTable, installAttempt, seedRows } from "./permission-cell";
import { seedPeople, undone } from "./principals";
import { referenceCell, seedElsewhere } from "./reference-cell";

let database: TestDatabase;
let sql: Sql;
let columns: Map<string, Column[]>;
let all: Mutation[];

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  await seedPeople(sql);
  await seedRows(sql);
  const superuser = postgres(database.superuserUrl, { max: 1, onnotice: () => undefined });
  await seedElsewhere(superuser);
  await superuser.end();
  await installAttempt(sql);
  columns = await columnsByTable(sql);
  all = await mutations(sql);
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

describe("composite keys", () => {
  it("each refuses a reference into another workspace by itself", async () => {
    const open: string[] = [];
    for (const { table, name } of all.filter((one) => one.kind === "composite key"))
      open.push(...(await undone(sql, (inner) => referenceCell(inner, table, name.slice(table.length + 1)))));
    expect(open).toEqual([]);
  });
});

describe("the matrix bites", () => {
  it.each(["policy", "grant", "composite key"] as const)("turns red when a %s is taken away", async (kind) => {
    const tried = all.filter((one) => one.kind === kind);
    const blind: string[] = [];
    for (const mutation of tried) {
      if ((await redAfter(sql, mutation, columns)).length === 0) blind.push(mutation.name);
    }
    console.info(`${kind}: ${tried.length - blind.length} of ${tried.length} taken away turned a cell red`);
    expect(blind).toEqual([]);
    expect(tried.length).toBeGreaterThan(5);
  });

  it("turns red when a role's rank is forgotten", async () => {
    const budgets = all.filter((one) => one.kind === "policy" && one.table === "budgets");
    for (const mutation of budgets) {
      const forgotten = {
        ...mutation,
        statement: `create or replace function private.my_workspaces(p_role public.role) returns setof uuid
          language sql stable security definer set search_path = ''
          as 'select workspace_id from public.workspace_members where user_id = private.actor_id()'`,
      };
      expect((await redAfter(sql, forgotten, columns)).join()).toContain("budgets viewer insert");
    }
  });
});
