import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { COMMANDS, type Command, isAllowed, seedRows } from "./permission-cell";
import { PRINCIPALS, type Principal, seedPeople } from "./principals";

const Matrix = z.record(z.string(), z.record(z.enum(PRINCIPALS), z.string().regex(/^(?:-|s?i?u?d?)$/)));
const matrix = Matrix.parse(JSON.parse(readFileSync(resolve("supabase/tests/permission-matrix.json"), "utf8")));

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  await seedPeople(sql);
  await seedRows(sql);
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

const isDeclared = (table: string, principal: Principal, command: Command) =>
  (matrix[table]?.[principal] ?? "-").includes(command.charAt(0));

type Policy = { tablename: string; policyname: string; cmd: string };
const policies = () => sql<Policy[]>`
  select tablename::text, policyname::text, cmd from pg_policies where schemaname = 'public' order by 1, 2`;

async function changedCells(policy: Policy, change: string): Promise<string[]> {
  const command = COMMANDS.find((one) => one === policy.cmd.toLowerCase());
  if (!command) throw new Error(`${policy.policyname} is for ${policy.cmd}: one policy a command, please.`);
  const changed: string[] = [];
  for (const principal of PRINCIPALS) {
    const allowed = await isAllowed(sql, policy.tablename, principal, command, async (transaction) => {
      await transaction.unsafe(change);
    });
    if (allowed !== isDeclared(policy.tablename, principal, command)) changed.push(`${principal} ${command}`);
  }
  return changed;
}

describe("permission matrix", () => {
  it("declares every table of the schema", async () => {
    const rows = await sql<{ name: string }[]>`
      select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') order by 1`;
    expect(rows.map((row) => row.name)).toEqual(Object.keys(matrix).sort());
  });

  it.each(Object.keys(matrix))("%s: each principal may do exactly what is declared", async (table) => {
    const actual: Partial<Record<Principal, string>> = {};
    for (const principal of PRINCIPALS) {
      let allowed = "";
      for (const command of COMMANDS) {
        if (await isAllowed(sql, table, principal, command)) allowed += command.charAt(0);
      }
      actual[principal] = allowed === "" ? "-" : allowed;
    }
    expect(actual).toEqual(matrix[table]);
  });
});

describe("the matrix bites", () => {
  it("turns red when any policy is dropped", async () => {
    const blind: string[] = [];
    for (const policy of await policies()) {
      const changed = await changedCells(policy, `drop policy ${policy.policyname} on public.${policy.tablename}`);
      if (changed.length === 0) blind.push(`${policy.tablename}.${policy.policyname}`);
    }
    expect(blind).toEqual([]);
  });

  it("turns red when any policy is widened to everyone", async () => {
    const blind: string[] = [];
    for (const policy of await policies()) {
      const widen = [policy.cmd.toLowerCase(), "select"].map(
        (command) => `create policy wide_${command}_${policy.policyname} on public.${policy.tablename}
          for ${command} to authenticated ${command === "insert" ? "with check" : "using"} (true)`,
      );
      const changed = await changedCells(policy, [...new Set(widen)].join(";"));
      if (changed.length === 0) blind.push(`${policy.tablename}.${policy.policyname}`);
    }
    expect(blind).toEqual([]);
  });

  it("turns red when a role's rank is forgotten", async () => {
    const blind: string[] = [];
    for (const policy of (await policies()).filter((one) => one.tablename === "budgets")) {
      const changed = await changedCells(
        policy,
        `create or replace function private.my_workspaces(p_role public.role) returns setof uuid
          language sql stable security definer set search_path = ''
          as 'select workspace_id from public.workspace_members where user_id = private.actor_id()'`,
      );
      if (changed.length === 0) blind.push(policy.policyname);
    }
    expect(blind).toEqual(["budgets_select"]);
  });
});
