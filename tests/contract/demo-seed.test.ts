import { createHash, randomBytes } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/kernel/api-key";
import { isPasswordCorrect } from "@/lib/server/auth/password";
import { withSession } from "@/lib/server/embedded/database";
import { DEMO_EMAIL, seedDemo } from "@/lib/server/embedded/seed/demo-seed";
import { startTestStack, type TestStack } from "@/lib/server/embedded/test-database";
import { createSecretBox, type SealingBox } from "@/lib/server/secret-box";
import { rollupDifferences } from "@/tests/rls/recount";

const encryptionKeys = [{ id: "k1", bytes: new Uint8Array(randomBytes(32)) }];
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const key = createApiKey(random);
const managementKey = createApiKey(random, "management");
const seed = {
  password: "a password of the demo",
  key,
  managementKey,
  demoOrigin: "http://127.0.0.1:4001",
  encryptionKeys,
};

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.stop());

const run = (demoOrigin: string) => withSession(stack.ownerUrl, (sql) => seedDemo(sql, { ...seed, demoOrigin }));
const gateway = () =>
  createClient(stack.supabaseUrl, stack.anonKey, { accessToken: () => stack.mint({ role: "gateway" }) });
const snapshot = async () => {
  const answer = await gateway().rpc("gateway_snapshot", {
    p_key_hash: createHash("sha256").update(key).digest("hex"),
  });
  expect(answer.error).toBeNull();
  return answer.data;
};

describe("the demo workspace", () => {
  it("is made once", async () => {
    expect(await run(seed.demoOrigin)).toBe("created");
    expect(await run(seed.demoOrigin)).toBe("present");
    const [rows] = await withSession(
      stack.ownerUrl,
      (
        sql,
      ) => sql`select (select count(*)::int from public.providers) as providers, (select count(*)::int from public.api_keys) as keys,
        (select count(*)::int from public.budgets) as budgets, (select count(*)::int from public.rate_limits) as limits,
        (select count(*)::int from public.management_keys where key_hash = ${createHash("sha256").update(managementKey).digest("hex")}) as management_keys`,
    );
    expect(rows).toEqual({ providers: 2, keys: 4, budgets: 5, limits: 5, management_keys: 1 });
  });

  it("has thirty days of usage whose rollups are true and of which no running period has seen anything", async () => {
    await withSession(stack.ownerUrl, async (sql) => {
      const [usage] = await sql`select count(*)::int as rows, count(distinct created_at::date)::int as days,
        bool_and(tags = '{demo}') as is_marked, bool_and(workspace_id in (select id from workspaces where is_demo)) as is_demo
        from request_logs`;
      expect(usage).toMatchObject({ is_marked: true, is_demo: true });
      expect(usage?.rows).toBeGreaterThan(4_000);
      expect(usage?.days).toBeGreaterThanOrEqual(30);
      expect(await rollupDifferences(sql)).toEqual([]);
      expect(
        await sql`select distinct s.current_spent_cents, count(*)::int as n from public.workspaces as w
        cross join lateral public.budget_spending(w.id) as s group by 1`,
      ).toEqual([{ current_spent_cents: "0", n: 5 }]);
      const [recent] =
        await sql`select count(*)::int as n from request_logs where created_at > now() - interval '4 minutes'`;
      expect(recent).toEqual({ n: 0 });
      const history =
        await sql`select name, actual_spent_cents > 0 as is_spent from budget_history join budgets on budgets.id = budget_id
        where name in ('Monthly budget', 'Product, a week')`;
      expect(history.length).toBeGreaterThanOrEqual(4);
      expect(history.every((row) => row.is_spent)).toBe(true);
    });
  });

  it("lets its user sign in with the password, of which only a hash is stored", async () => {
    const [user] = await withSession(
      stack.ownerUrl,
      (sql) => sql<{ password_hash: string }[]>`select password_hash from public.users where email = ${DEMO_EMAIL}`,
    );
    expect(await isPasswordCorrect(seed.password, user?.password_hash ?? null)).toBe(true);
    expect(await isPasswordCorrect("another password", user?.password_hash ?? null)).toBe(false);
  });

  it("gives the gateway a snapshot of its key with both providers, and credentials that open", async () => {
    const found = JSON.stringify(await snapshot());
    expect(found).toContain("http://127.0.0.1:4001/v1");
    expect(found).toContain('"demo-anthropic"');
    const rows = await withSession(
      stack.ownerUrl,
      (sql) => sql<
        Parameters<SealingBox["open"]>[0][]
      >`select owner_table, owner_id, field, workspace_id, key_id, ciphertext,
        iv, tag, aad_version from public.secrets`,
    );
    const box = createSecretBox(encryptionKeys);
    expect((await Promise.all(rows.map((row) => box.open(row)))).sort()).toEqual(["demo-demo", "demo-demo-anthropic"]);
  });

  it("follows the demo provider to another port, and leaves an address alone that a person has entered", async () => {
    await withSession(
      stack.ownerUrl,
      (sql) => sql`update public.providers set base_url = 'https://api.example.com' where slug = 'demo-anthropic'`,
    );
    expect(await run("http://127.0.0.1:4002")).toBe("present");
    const rows = await withSession(stack.ownerUrl, (sql) => sql`select base_url from public.providers order by slug`);
    expect([...rows]).toEqual([{ base_url: "http://127.0.0.1:4002/v1" }, { base_url: "https://api.example.com" }]);
  });
});
