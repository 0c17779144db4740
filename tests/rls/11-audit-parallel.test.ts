import postgres from "postgres";
import { expect, it } from "vitest";
import { startTestDatabase } from "@/lib/server/embedded/test-database";
import { actAs, claimsOf, ids, seedPeople } from "./principals";

const WRITES = 5_000;
const CONNECTIONS = 16;

it("5,000 parallel writes in two workspaces leave one unbroken chain each, without a deadlock", async () => {
  const database = await startTestDatabase();
  const sql = postgres(database.ownerUrl, { max: CONNECTIONS, onnotice: () => undefined });
  try {
    await seedPeople(sql);
    let next = 0;
    const write = async (n: number) => {
      // Every fourth transaction touches both workspaces, half of those in the other order.
      const order = n % 8 === 0 ? [ids.elsewhere, ids.workspace] : [ids.workspace, ids.elsewhere];
      await sql.begin(async (transaction) => {
        for (const workspace of n % 4 === 0 ? order : [ids.workspace])
          await transaction`insert into tags (workspace_id, name) values (${workspace}, ${`tag ${n}`})`;
      });
    };
    const worker = async () => {
      for (let n = next++; n < WRITES; n = next++) await write(n);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));

    const [trail] = await sql`select count(*)::int as rows, count(distinct seq)::int as numbers,
        (max(seq) - min(seq) + 1)::int as span from audit_logs where workspace_id = ${ids.workspace}`;
    expect(trail?.rows).toBeGreaterThanOrEqual(WRITES);
    expect([trail?.numbers, trail?.span]).toEqual([trail?.rows, trail?.rows]);
    for (const [workspace, principal] of [
      [ids.workspace, "owner"],
      [ids.elsewhere, "outsider"],
    ] as const) {
      const [chain] = await sql.begin(async (transaction) => {
        await actAs(transaction, claimsOf(principal));
        return await transaction`select verify_audit_chain(${workspace}) as broken, count(*)::int as n from audit_logs`;
      });
      expect(chain?.broken).toBeNull();
      expect(chain?.n).toBeGreaterThan(1_000);
    }
    const [stats] = await sql`select deadlocks::int from pg_stat_database where datname = current_database()`;
    expect(stats).toEqual({ deadlocks: 0 });
  } finally {
    await sql.end();
    await database.stop();
  }
});
