import type { SupabaseClient } from "@supabase/supabase-js";
import type { Sql } from "postgres";
import { z } from "zod";
import { claimsOf, type Principal } from "./principals";
import { TABLE_ROWS } from "./table-rows";

const Values = z.record(z.string(), z.json());
export type Values = z.infer<typeof Values>;

const rowOf = (table: string) => {
  const given = TABLE_ROWS[table];
  if (!given) throw new Error(`tests/rls has no row for ${table}.`);
  return given;
};

/** Keeps a copy of every table, and answers how to bring all of them back to it. `superuser` has one session. */
export async function keepCopy(superuser: Sql, tables: readonly string[]): Promise<() => Promise<void>> {
  await superuser.unsafe("set session_replication_role = replica; create schema copies");
  const steps: string[] = [];
  for (const table of tables) {
    await superuser.unsafe(`create table copies.${table} as table public.${table}`);
    const [columns] = await superuser<{ names: string }[]>`
      select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute
      where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`;
    const names = columns?.names ?? "";
    steps.push(
      `if exists ((table public.${table} except all table copies.${table}) union all (table copies.${table} except all table public.${table})) then
        delete from public.${table}; insert into public.${table} (${names}) overriding system value select ${names} from copies.${table};
      end if;`,
    );
  }
  await superuser.unsafe(`create procedure copies.restore() language plpgsql as $$ begin ${steps.join("\n")} end $$`);
  return async () => {
    await superuser.unsafe("call copies.restore()");
  };
}

/** What the insert and the update cell send: the SQL of the row, worked out by the database and undone. */
export async function payloads(superuser: Sql, table: string, principal: Principal) {
  const given = rowOf(table);
  const text = given.added ?? given.row;
  const columns =
    /^\(([^)]*)\)/
      .exec(text)?.[1]
      ?.split(",")
      .map((name) => name.trim()) ?? [];
  const change = given.change ?? "created_at = created_at";
  const changed = change.slice(0, change.indexOf(" "));
  const out: { insert: Values; update: Values } = { insert: {}, update: {} };
  const run = async (statement: string, names: readonly string[]): Promise<Values> => {
    let found: Values = {};
    await superuser
      .begin(async (transaction) => {
        await transaction`select set_config('request.jwt.claims', ${JSON.stringify(claimsOf(principal))}, true)`;
        const [row] = await transaction.unsafe(`${statement} returning to_jsonb(${table}) as row`);
        const all = Values.parse(row?.row);
        found = Object.fromEntries(names.map((name) => [name, all[name] ?? null]));
        throw new Undone();
      })
      .catch((cause: unknown) => {
        if (!(cause instanceof Undone)) throw cause;
      });
    return found;
  };
  // A row that repeats the one in place is sent all the same: it is refused before it could collide.
  if (given.added === undefined) await superuser.unsafe(`delete from public.${table} where ${given.where}`);
  out.insert = await run(`insert into public.${table} ${text}`, columns);
  if (given.added === undefined) await superuser.unsafe("call copies.restore()");
  out.update = await run(`update public.${table} set ${change} where ${given.where}`, [changed]);
  return out;
}

class Undone extends Error {}

/** Whether what the insert cell sends depends on who sends it. */
export const isPersonal = (table: string) => rowOf(table).added?.includes("actor_id") ?? false;

/** The conditions of a row as filters: `column = 'value'`, joined by `and`. */
export function matchOf(table: string): Record<string, string> {
  const parts = rowOf(table).where.matchAll(/(\w+) = '([^']*)'/g);
  return Object.fromEntries([...parts].map((part) => [part[1] ?? "", part[2] ?? ""]));
}

export type HttpCell = { operation: "select" | "insert" | "update" | "delete" | "secret"; column?: string };

/** Sends one cell with a stock client; answers whether it took effect. Anything but success and 42501 is an error. */
export async function isAllowedOverHttp(
  client: SupabaseClient,
  table: string,
  cell: HttpCell,
  values: { insert: Values; update: Values },
): Promise<boolean> {
  const match = matchOf(table);
  const count = { count: "exact" } as const;
  const send = () => {
    const from = client.from(table);
    switch (cell.operation) {
      case "select":
        return from.select("created_at", count).match(match);
      case "secret":
        return from.select(cell.column ?? "", count).match(match);
      case "insert":
        return from.insert(values.insert, count);
      case "update":
        return from.update(values.update, count).match(match);
      case "delete":
        return from.delete(count).match(match);
    }
  };
  const { error, count: touched, status } = await send();
  if (!error) {
    if (touched === null) throw new Error(`${cell.operation} ${table}: ${status} without a count.`);
    return touched > 0;
  }
  if (error.code === "42501") return false;
  if (cell.operation === "delete" && error.code.startsWith("23")) return true;
  throw new Error(`${cell.operation} ${table}: ${error.code} ${error.message}`);
}
