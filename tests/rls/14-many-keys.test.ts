import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { actAs, ids, seedPeople } from "./principals";

const MANY = 100_000;
const HASH = "a".repeat(64);
let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  await seedPeople(sql);
  await sql`insert into api_keys (workspace_id, name, key_prefix, key_last4, key_hash)
    values (${ids.workspace}, 'mine', 'slc_live_', 'abcd', ${HASH})`;
  await sql`insert into rate_limits (workspace_id, name, requests, window_ms) values (${ids.workspace}, 'all', 5, 1000)`;
  // One end user with a rule: that there are any is part of what every key knows.
  await sql`insert into rate_limits (workspace_id, name, requests, window_ms, end_user_id)
    values (${ids.workspace}, 'first', 5, 1000, 'first')`;
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

/** The snapshot without its versions, and how many rows of the big tables were touched for it. */
async function load() {
  return await sql.begin(async (transaction) => {
    // What the transaction before has not handed to the statistics yet stands in the same counters.
    const rows = async () => {
      const [touched] = await transaction<{ rows: number }[]>`
        select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::int as rows from pg_stat_xact_user_tables
        where relname in ('api_keys', 'rate_limits', 'budgets', 'end_users', 'config_versions')`;
      return touched?.rows ?? Number.NaN;
    };
    const before = await rows();
    await actAs(transaction, { role: "gateway" });
    const [row] = await transaction`
      select (public.gateway_snapshot(${HASH}) - 'versions')::text as found,
        public.gateway_end_user(${ids.workspace}, 'user-7')::text as user7`;
    await transaction`reset role`;
    return { found: String(row?.["found"]), user7: String(row?.["user7"]), touched: (await rows()) - before };
  });
}

describe("a hundred thousand keys with a budget each, and as many end users with a limit and a budget", () => {
  it("leave the snapshot of another key as it was, and cost no row more to load it", async () => {
    const before = await load();
    // A version and an audit row each would take minutes, and are of no interest here.
    for (const table of ["api_keys", "budgets", "rate_limits"])
      await sql.unsafe(`alter table ${table} disable trigger user`);
    await sql`insert into api_keys (id, workspace_id, name, key_prefix, key_last4, key_hash)
      select public.uuid_v7(), ${ids.workspace}, 'k', 'slc_live_', 'abcd', lpad(to_hex(n), 64, '0')
      from generate_series(1, ${MANY}::int) as n`;
    await sql`insert into budgets (workspace_id, name, amount_cents, api_key_id)
      select workspace_id, 'b', 100, id from api_keys where name = 'k'`;
    await sql`insert into rate_limits (workspace_id, name, requests, window_ms, end_user_id)
      select ${ids.workspace}, 'e', 5, 1000, 'user-' || n from generate_series(1, ${MANY}::int) as n`;
    await sql`insert into budgets (workspace_id, name, amount_cents, end_user_id)
      select ${ids.workspace}, 'e', 100, 'user-' || n from generate_series(1, ${MANY}::int) as n`;
    await sql`analyze api_keys, budgets, rate_limits, config_versions`;
    const after = await load();
    expect(after.found).toBe(before.found);
    expect(JSON.parse(after.user7)).toMatchObject({ rate_limits: [{ end_user_id: "user-7" }] });
    // One rule and one budget of user-7, the versions, and nothing of the others.
    expect(after.touched - before.touched).toBeLessThan(100);
  }, 180_000);
});
