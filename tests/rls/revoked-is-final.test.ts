import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase } from "@/lib/server/embedded/test-database";

let database: Awaited<ReturnType<typeof startTestDatabase>>;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
}, 60_000);

afterAll(async () => {
  await sql.end();
  await database.stop();
});

async function revokedKey(): Promise<string> {
  const [user] = await sql<{ id: string }[]>`
    insert into public.users (email, full_name) values (${`u${Math.random()}@example.com`}, 'U') returning id`;
  const [workspace] = await sql<{ id: string }[]>`
    insert into public.workspaces (owner_id, name, slug) values (${user?.id ?? ""}, 'W', ${`w-${Date.now()}`}) returning id`;
  const [key] = await sql<{ id: string }[]>`
    insert into public.api_keys (workspace_id, name, key_prefix, key_last4, key_hash, revoked_at)
    values (${workspace?.id ?? ""}, 'K', 'slc_live_abcd', 'wxyz', ${"a".repeat(64)}, now()) returning id`;
  return key?.id ?? "";
}

describe("a revoked key", () => {
  it("stays revoked, whoever writes", async () => {
    const id = await revokedKey();
    await expect(sql`update public.api_keys set revoked_at = null where id = ${id}`).rejects.toThrow(/stays revoked/);
    await sql`update public.api_keys set name = 'renamed' where id = ${id}`;
  });

  it("cannot be given another hash by a member", async () => {
    const [privilege] = await sql<{ hash: boolean; name: boolean }[]>`
      select has_column_privilege('authenticated', 'public.api_keys', 'key_hash', 'update') as hash,
             has_column_privilege('authenticated', 'public.api_keys', 'name', 'update') as name`;
    expect(privilege).toEqual({ hash: false, name: true });
  });
});
