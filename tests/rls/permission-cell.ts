import type { Sql, TransactionSql } from "postgres";
import { z } from "zod";
import { isDeclared, matrix, OPERATIONS, type TableRights } from "./matrix";
import { claimsOf, PRINCIPALS, type Principal } from "./principals";
import { TABLE_ROWS } from "./table-rows";

const SECOND_CHANNEL = "'aaaaaaaa-0000-4000-8000-000000000144'";
const MEMBER_ROLES = ["authenticated", "service_role"] as const;

/** One question to the database and what the matrix answers. */
export type Cell = { name: string; role: string; claims: string; statement: string; isAllowed: boolean };

/** Puts the row of every table in place, as the owner of the schema. */
export async function seedRows(sql: Sql): Promise<void> {
  for (const [table, given] of Object.entries(TABLE_ROWS)) {
    if (!given.isGiven) await sql.unsafe(`insert into public.${table} ${given.row}`);
  }
  await sql`insert into providers (id, workspace_id, name, slug, base_url)
    values ('aaaaaaaa-0000-4000-8000-000000000117', 'aaaaaaaa-0000-4000-8000-000000000001', 'R', 'r', 'https://example.test')`;
  await sql`insert into routing_rules (id, workspace_id, name)
    values ('aaaaaaaa-0000-4000-8000-000000000152', 'aaaaaaaa-0000-4000-8000-000000000001', 'without targets')`;
  await sql.unsafe(`insert into public.notification_channels (id, workspace_id, name, type)
    values (${SECOND_CHANNEL}, 'aaaaaaaa-0000-4000-8000-000000000001', 'second', 'SLACK')`);
}

/**
 * Makes the function that asks: each statement runs with a role and claims and is undone. It answers whether it took
 * effect; a refusal for want of rights is "no", any other error is the answer itself.
 */
export async function installAttempt(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create or replace function pg_temp.attempt(p_cells jsonb) returns jsonb language plpgsql as $$
    declare
      cell jsonb;
      answers jsonb := '[]';
      answer text;
      touched bigint;
    begin
      for cell in select c.value from jsonb_array_elements(p_cells) as c (value) loop
        perform set_config('request.jwt.claims', cell ->> 'claims', true), set_config('role', cell ->> 'role', true);
        begin
          execute cell ->> 'statement';
          get diagnostics touched = row_count;
          answer := case when touched > 0 or cell ->> 'statement' like 'truncate%' or cell ->> 'statement' like '%where false'
            then 'yes' else 'no' end;
          raise exception 'undo' using errcode = 'SL000';
        exception
          when sqlstate 'SL000' then null;
          when insufficient_privilege then answer := 'no';
          when others then
            -- A delete that only a constraint stops, and a truncate that only a foreign key stops, had the right.
            answer := case
              when sqlstate = '0A000' or sqlstate like '23%' and cell ->> 'statement' like 'delete%' then 'yes'
              else sqlstate || ' ' || sqlerrm
            end;
        end;
        perform set_config('role', 'none', true);
        answers := answers || to_jsonb(answer);
      end loop;
      return answers;
    end
    $$`);
}

const Answers = z.array(z.string());

/** Asks the database; answers the names of the cells in which it differs from the matrix, with what it said. */
export async function redCells(sql: Sql | TransactionSql, cells: readonly Cell[]): Promise<string[]> {
  const questions = cells.map(({ role, claims, statement }) => ({ role, claims, statement }));
  const [row] = await sql`select pg_temp.attempt(${sql.json(questions)}) as answers`;
  const answers = Answers.parse(row?.answers);
  return cells.flatMap((cell, n) => {
    const answer = answers[n] ?? "no answer";
    return answer === (cell.isAllowed ? "yes" : "no") ? [] : [`${cell.name}: ${answer}`];
  });
}

function statementOf(table: string, operation: string, secret: string): string {
  const given = TABLE_ROWS[table];
  if (!given) throw new Error(`tests/rls has no row for ${table}: add one to later-table-rows.ts.`);
  switch (operation) {
    case "select":
      return `select created_at from public.${table} where ${given.where}`;
    case "insert":
      return `insert into public.${table} ${given.added ?? given.row}`;
    case "update":
      return `update public.${table} set ${given.change ?? "created_at = created_at"} where ${given.where}`;
    case "delete":
      return `delete from public.${table} where ${given.where}`;
    case "truncate":
      return `truncate public.${table}`;
    default:
      return `select ${secret} from public.${table} where ${given.where}`;
  }
}

function principalCells(table: string, rights: TableRights, principal: Principal): Cell[] {
  const { role, ...claims } = claimsOf(principal);
  const asked = { role: String(role), claims: JSON.stringify({ role, ...claims }) };
  return Object.entries(OPERATIONS).flatMap(([letter, operation]) => {
    const isAllowed = isDeclared(rights, principal, letter);
    if (operation !== "secrets") {
      const statement = statementOf(table, operation, "");
      return [{ ...asked, name: `${table} ${principal} ${operation}`, statement, isAllowed }];
    }
    return rights.secret.map((column) => ({
      ...asked,
      name: `${table}.${column} ${principal} select`,
      statement: statementOf(table, "secret", column),
      isAllowed,
    }));
  });
}

/** Every principal x operation of one table, TRUNCATE and each secret column included. */
export function tableCells(table: string): Cell[] {
  const rights = matrix.tables[table];
  if (!rights) throw new Error(`supabase/tests/permission-matrix.json says nothing of ${table}.`);
  return PRINCIPALS.flatMap((principal) => principalCells(table, rights, principal));
}

const ALWAYS_FIXED = ["id", "workspace_id", "created_at", "updated_at"];

/** Every column x select, insert, update for the two roles that have grants of columns. */
export function columnCells(table: string, columns: readonly Column[]): Cell[] {
  const rights = matrix.tables[table];
  if (!rights) throw new Error(`supabase/tests/permission-matrix.json says nothing of ${table}.`);
  const members = PRINCIPALS.filter((principal) => claimsOf(principal).role === "authenticated");
  return MEMBER_ROLES.flatMap((role) =>
    columns.flatMap(({ name: column, is_generated }) => {
      const may = (letter: string) =>
        (role === "service_role" ? ["service" as const] : members).some((one) => isDeclared(rights, one, letter));
      const isMember = role === "authenticated";
      const cell = (verb: string, statement: string, isAllowed: boolean) => ({
        name: `${table}.${column} ${role} ${verb}`,
        role,
        claims: "{}",
        statement: `${statement} where false`,
        isAllowed,
      });
      const readable = may("s") && !(isMember && rights.secret.includes(column));
      const read = cell("select", `select ${column} from public.${table}`, readable);
      if (is_generated) return [read];
      return [
        read,
        cell(
          "insert",
          `insert into public.${table} (${column}) select c.${column} from jsonb_populate_record(null::public.${table}, '{}') as c`,
          may("i") && !(isMember && rights.given.includes(column)),
        ),
        cell(
          "update",
          `update public.${table} set ${column} = default`,
          may("u") && !(isMember && (ALWAYS_FIXED.includes(column) || rights.fixed.includes(column))),
        ),
      ];
    }),
  );
}

export type Column = { name: string; is_generated: boolean };

/** The columns of every table of the schema, in their order. */
export async function columnsByTable(sql: Sql): Promise<Map<string, Column[]>> {
  const rows = await sql<{ name: string; columns: Column[] }[]>`
    select c.relname::text as name, jsonb_agg(
      jsonb_build_object('name', a.attname, 'is_generated', a.attgenerated <> '') order by a.attnum
    ) as columns
    from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') group by 1`;
  return new Map(rows.map((row) => [row.name, row.columns]));
}
