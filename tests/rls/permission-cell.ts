import type { Sql, TransactionSql } from "postgres";
import { actAs, claimsOf, type Principal, undone } from "./principals";
import { TABLE_ROWS } from "./table-rows";

export const COMMANDS = ["select", "insert", "update", "delete"] as const;
export type Command = (typeof COMMANDS)[number];

const REFUSED = "42501";

/** Tries one command of one principal on one table, undoes it, and answers whether it took effect. Other errors pass. */
export async function isAllowed(
  sql: Sql,
  table: string,
  principal: Principal,
  command: Command,
  prepare: (transaction: TransactionSql) => Promise<void> = async () => undefined,
): Promise<boolean> {
  return await undone(sql, async (transaction) => {
    await prepare(transaction);
    await actAs(transaction, claimsOf(principal));
    try {
      const result = await transaction.savepoint((inner) => inner.unsafe(statement(table, command)));
      return result.count > 0;
    } catch (cause) {
      if (cause instanceof Error && "code" in cause && cause.code === REFUSED) return false;
      throw cause;
    }
  });
}

function statement(table: string, command: Command): string {
  const given = TABLE_ROWS[table];
  if (!given) throw new Error(`tests/rls/table-rows.ts has no row for ${table}. Add one.`);
  switch (command) {
    case "select":
      return `select 1 from public.${table} where ${given.where}`;
    case "insert":
      return `insert into public.${table} ${given.added ?? given.row}`;
    case "update":
      return `update public.${table} set ${given.change ?? "created_at = created_at"} where ${given.where}`;
    case "delete":
      return `delete from public.${table} where ${given.where}`;
  }
}

/** Puts the row of every table in place, as the owner of the schema. */
export async function seedRows(sql: Sql): Promise<void> {
  for (const [table, given] of Object.entries(TABLE_ROWS)) {
    if (!given.isGiven) await sql.unsafe(`insert into public.${table} ${given.row}`);
  }
  await sql`insert into providers (id, workspace_id, name, slug, base_url)
    values ('aaaaaaaa-0000-4000-8000-000000000117', 'aaaaaaaa-0000-4000-8000-000000000001', 'R', 'r', 'https://example.test')`;
}
