import type { Sql } from "postgres";
import { type Column, columnCells, redCells, tableCells } from "./permission-cell";
import { undone } from "./principals";
import { redReference } from "./reference-cell";

/** One thing taken away from the schema, and the table whose cells must notice. */
export type Mutation = { kind: "policy" | "grant" | "composite key"; name: string; table: string; statement: string };

async function policyMutations(sql: Sql): Promise<Mutation[]> {
  const rows = await sql<{ table: string; policy: string }[]>`
    select tablename::text as table, policyname::text as policy from pg_policies where schemaname = 'public' order by 1, 2`;
  return rows.map(({ table, policy }) => ({
    kind: "policy",
    name: policy,
    table,
    statement: `drop policy ${policy} on public.${table}`,
  }));
}

async function grantMutations(sql: Sql): Promise<Mutation[]> {
  const rows = await sql<{ table: string; grantee: string; privilege: string; column: string | null }[]>`
    select c.relname::text as table, a.grantee::regrole::text as grantee, a.privilege_type as privilege, null as column
    from pg_class as c, aclexplode(c.relacl) as a
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and a.grantee <> c.relowner
    union all
    select c.relname::text, a.grantee::regrole::text, a.privilege_type, t.attname::text
    from pg_attribute as t join pg_class as c on c.oid = t.attrelid, aclexplode(t.attacl) as a
    where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner and t.attgenerated = ''
    order by 1, 2, 3, 4`;
  return rows.map(({ table, grantee, privilege, column }) => {
    const right = column === null ? privilege : `${privilege} (${column})`;
    const statement = `revoke ${right} on public.${table} from ${grantee}`;
    return { kind: "grant", name: `${right} on ${table} to ${grantee}`, table, statement };
  });
}

async function referenceMutations(sql: Sql): Promise<Mutation[]> {
  const rows = await sql<{ table: string; name: string }[]>`
    select k.conrelid::regclass::text as table, k.conname::text as name
    from pg_constraint as k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and cardinality(k.conkey) > 1 and k.conparentid = 0
    order by 1, 2`;
  return rows.map(({ table, name }) => ({
    kind: "composite key",
    name: `${table}.${name}`,
    table,
    statement: `alter table public.${table} drop constraint ${name}`,
  }));
}

/** Every policy, every grant of a table or column, every composite key. */
export async function mutations(sql: Sql): Promise<Mutation[]> {
  return [...(await policyMutations(sql)), ...(await grantMutations(sql)), ...(await referenceMutations(sql))];
}

/** Applies a mutation, asks the cells of its table, undoes it, and answers which of them turned red. */
export async function redAfter(
  sql: Sql,
  mutation: Mutation,
  columns: ReadonlyMap<string, Column[]>,
): Promise<string[]> {
  return await undone(sql, async (transaction) => {
    if (mutation.kind === "composite key") return await redReference(transaction, mutation);
    await transaction.unsafe(mutation.statement);
    const own = columns.get(mutation.table) ?? [];
    const cells = mutation.kind === "policy" ? tableCells(mutation.table) : columnCells(mutation.table, own);
    const red = await redCells(transaction, cells);
    return red.length > 0 || mutation.kind === "policy" ? red : await redCells(transaction, tableCells(mutation.table));
  });
}
