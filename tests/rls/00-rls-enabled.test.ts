import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";

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

const names = async (query: Promise<readonly { name: string }[]>) => (await query).map((row) => row.name);

describe("every table", () => {
  it("has row level security enabled and forced, partitions and private tables too", async () => {
    const open = await names(sql`
      select oid::regclass::text as name from pg_class
      where relnamespace::regnamespace::text in ('public', 'private', 'partitions') and relkind in ('r', 'p')
        and not (relrowsecurity and relforcerowsecurity)`);
    expect(open).toEqual([]);
  });

  it("gives anonymous visitors, the gateway and the public nothing", async () => {
    const granted = await names(sql`
      select format('%s to %s', c.oid::regclass, a.grantee::regrole) as name
      from pg_class as c, aclexplode(c.relacl) as a
      where c.relnamespace::regnamespace::text in ('public', 'private', 'partitions')
        and (a.grantee = 0 or a.grantee::regrole::text in ('anon', 'gateway'))
      union all
      select format('%s.%s to %s', t.attrelid::regclass, t.attname, a.grantee::regrole)
      from pg_attribute as t join pg_class as c on c.oid = t.attrelid, aclexplode(t.attacl) as a
      where c.relnamespace::regnamespace::text in ('public', 'private', 'partitions')
        and (a.grantee = 0 or a.grantee::regrole::text in ('anon', 'gateway'))`);
    expect(granted).toEqual([]);
  });

  it("keeps members and the service away from private tables and from partitions", async () => {
    const granted = await names(sql`
      select format('%s to %s', c.oid::regclass, a.grantee::regrole) as name
      from pg_class as c, aclexplode(c.relacl) as a
      where c.relnamespace::regnamespace::text in ('private', 'partitions') and a.grantee <> c.relowner`);
    expect(granted).toEqual([]);
  });

  it("has policies for signed-in users only, at most one a command", async () => {
    const wrong = await names(sql`
      select format('%s.%s', tablename, policyname) as name from pg_policies
      where schemaname in ('public', 'private', 'partitions')
        and (roles <> '{authenticated}' or cmd = 'ALL' or permissive <> 'PERMISSIVE')
      union all
      select format('%s %s twice', tablename, cmd) from pg_policies group by tablename, cmd having count(*) > 1`);
    expect(wrong).toEqual([]);
  });

  it("has a comment", async () => {
    const silent = await names(sql`
      select oid::regclass::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and obj_description(oid, 'pg_class') is null`);
    expect(silent).toEqual([]);
  });

  it("has an index that begins with the columns of each foreign key", async () => {
    const bare = await names(sql`
      select format('%s (%s)', k.conrelid::regclass, k.conname) as name
      from pg_constraint as k
      where k.contype = 'f' and k.connamespace::regnamespace::text in ('public', 'private') and not exists (
        select 1 from pg_index as i
        where i.indrelid = k.conrelid and i.indpred is null
          and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
      )`);
    expect(bare).toEqual([]);
  });
});

describe("every function", () => {
  it("has a fixed search path", async () => {
    const loose = await names(sql`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace::regnamespace::text in ('public', 'private')
        and not coalesce(proconfig, '{}') @> array['search_path=""']`);
    expect(loose).toEqual([]);
  });

  it("is closed to anonymous visitors and to the public", async () => {
    const open = await names(sql`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace::regnamespace::text in ('public', 'private')
        and (has_function_privilege('anon', oid, 'execute') or proacl is null)`);
    expect(open).toEqual([]);
  });

  it("is open to the gateway only where it is the gateway's", async () => {
    const open = await names(sql`
      select proname::text as name from pg_proc
      where pronamespace::regnamespace::text in ('public', 'private') and has_function_privilege('gateway', oid, 'execute')
      order by 1`);
    expect(open).toEqual([
      "apply_retention",
      "close_budget_periods",
      "ensure_partitions",
      "gateway_balances_rebuild",
      "gateway_credit_spending",
      "gateway_end_user",
      "gateway_rebuild_rules",
      "gateway_snapshot",
      "gateway_stored_requests",
      "gateway_versions",
      "lapse_credits",
      "record_adjustments",
      "record_request_details",
      "record_requests",
    ]);
  });
});

it("no secret column can be read by a signed-in user", async () => {
  const secrets = [
    ["users", ["password_hash", "email_verify_token", "password_reset_token", "mfa_secret", "mfa_backup_codes"]],
    ["sessions", ["refresh_token", "previous_refresh_token"]],
    ["workspace_invitations", ["token"]],
    ["api_keys", ["key_hash"]],
    ["api_key_secrets", ["key_hash"]],
    ["management_keys", ["key_hash"]],
    ["secrets", ["ciphertext", "iv", "tag"]],
  ] as const;
  for (const [table, columns] of secrets) {
    const readable = await names(sql`
      select attname::text as name from pg_attribute
      where attrelid = ${`public.${table}`}::regclass and attnum > 0
        and has_column_privilege('authenticated', attrelid, attnum, 'select')`);
    expect(readable, table).toContain("id");
    for (const column of columns) expect(readable, table).not.toContain(column);
  }
});
