import type { Sql, TransactionSql } from "postgres";
import { ids } from "./principals";
import { TABLE_ROWS } from "./table-rows";

/** Columns that the database derives: what has to be written for them to hold an id. */
const DERIVED: Record<string, Record<string, (id: string) => string>> = {
  routing_rules: {
    team_id: (id) => `scope = 'team', scope_id = ${id}`,
    customer_id: (id) => `scope = 'customer', scope_id = ${id}`,
    api_key_id: (id) => `scope = 'virtual_key', scope_id = ${id}`,
  },
};

type Reference = { name: string; table: string; target: string; columns: string[]; targets: string[] };

/** Copies every row that a composite key may name into the workspace `Elsewhere`, under ids of its own. `superuser` only. */
export async function seedElsewhere(superuser: Sql): Promise<void> {
  await superuser.unsafe(`
    set session_replication_role = replica;
    do $$
    declare
      target text;
      names text;
    begin
      for target in
        select distinct confrelid::regclass::text from pg_constraint
        where contype = 'f' and connamespace = 'public'::regnamespace and cardinality(conkey) > 1
      loop
        continue when target = 'workspace_members';
        select string_agg(quote_ident(attname), ', ' order by attnum) into names
        from pg_attribute where attrelid = target::regclass and attnum > 0 and not attisdropped and attgenerated = '';
        execute format(
          'insert into public.%1$I (%2$s) select %7$s from public.%1$I as t
            cross join lateral jsonb_populate_record(null::public.%1$I, replace(to_jsonb(t)::text, %3$L, %4$L)::jsonb
              || jsonb_build_object(%5$L, md5(random()::text) || md5(random()::text))) as copy where t.workspace_id = %6$L',
          target, names, 'aaaaaaaa-', 'bbbbbbbb-', 'key_hash', '${ids.workspace}',
          regexp_replace(names, '(^|, )', '\\1copy.', 'g')
        );
      end loop;
    end $$;
    set session_replication_role = origin`);
}

async function referenceOf(sql: TransactionSql, name: string, table: string): Promise<Reference> {
  const [row] = await sql<Reference[]>`
    select k.conname::text as name, ${table} as table, k.confrelid::regclass::text as target,
      array(select attname::text from unnest(k.conkey) with ordinality as u (n, i)
        join pg_attribute on attrelid = k.conrelid and attnum = u.n order by u.i) as columns,
      array(select attname::text from unnest(k.confkey) with ordinality as u (n, i)
        join pg_attribute on attrelid = k.confrelid and attnum = u.n order by u.i) as targets
    from pg_constraint as k where k.conname = ${name} and k.conrelid = ${`public.${table}`}::regclass`;
  if (!row) throw new Error(`${table} has no key ${name}.`);
  return row;
}

/**
 * The cell of a composite key: the row of `Here`, pointed at a row of `Elsewhere`, must be refused by this key alone.
 * Answers what is wrong: nothing while the key stands.
 */
export async function referenceCell(
  sql: TransactionSql,
  table: string,
  name: string,
  isDropped = false,
): Promise<string[]> {
  const reference = await referenceOf(sql, name, table);
  const where = TABLE_ROWS[table]?.where ?? "false";
  const others = await sql<{ owner: string; name: string }[]>`
    select conrelid::regclass::text as owner, conname::text as name from pg_constraint
    where conparentid = 0 and (
      conrelid = ${`public.${table}`}::regclass and contype in ('f', 'c') and conname <> ${name}
      or confrelid = ${`public.${table}`}::regclass and contype = 'f' and conname <> ${name}
    )`;
  for (const other of others) await sql.unsafe(`alter table ${other.owner} drop constraint if exists ${other.name}`);
  if (isDropped) await sql.unsafe(`alter table public.${table} drop constraint ${name}`);
  const moved = reference.columns.slice(1).map((column, n) => {
    const key = reference.targets[n + 1] ?? "";
    const id = `(select t.${key} from public.${reference.target} as t where t.workspace_id = '${ids.elsewhere}' limit 1)`;
    return DERIVED[table]?.[column]?.(id) ?? `${column} = ${id}`;
  });
  const [tenant] = reference.columns;
  if (tenant && tenant !== "workspace_id") moved.push(`${tenant} = '${ids.workspace}'`);
  try {
    const done = await sql.savepoint((inner) =>
      inner.unsafe(`update public.${table} set ${moved.join(", ")} where ${where}`),
    );
    return [`${table}: ${done.count} rows now name another tenant's ${reference.target} (${name})`];
  } catch (cause) {
    const isRefused = cause instanceof Error && "constraint_name" in cause && cause.constraint_name === name;
    if (isRefused) return [];
    throw cause;
  }
}

export async function redReference(sql: TransactionSql, mutation: { name: string; table: string }): Promise<string[]> {
  return await referenceCell(sql, mutation.table, mutation.name.slice(mutation.table.length + 1), true);
}
