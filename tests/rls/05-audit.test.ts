import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { actAs, claimsOf, ids, seedPeople, undone } from "./principals";
import { toJson } from "./to-json";

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 8, onnotice: () => undefined });
  await seedPeople(sql);
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

const brokenAt = (principal: "owner" | "outsider" = "owner", tamper = "select 1") =>
  undone(sql, async (transaction) => {
    await transaction.unsafe(tamper);
    await actAs(transaction, claimsOf(principal));
    const [row] = await transaction`select verify_audit_chain(${ids.workspace}) as seq`;
    return row?.seq;
  });

const provider = (slug: string) => ({
  workspace_id: ids.workspace,
  name: slug,
  slug,
  base_url: "https://example.test",
  credential: { name: "Default", secret: { ciphertext: "CIPHERTEXT", iv: "IVIVIV", tag: "TAGTAG", key_id: "k1" } },
});

describe("the audit trail", () => {
  it("says who did what, from where, in which request, without any secret", async () => {
    await sql.begin(async (transaction) => {
      await actAs(transaction, {
        ...claimsOf("admin"),
        act: "management_key",
        aid: "aaaaaaaa-0000-4000-8000-0000000000a1",
        rid: "req-1",
        ip: "192.0.2.9",
        ua: "curl/8",
      });
      await transaction`select create_provider(${transaction.json(provider("openai"))})`;
      await transaction`select create_api_key(${transaction.json({
        workspace_id: ids.workspace,
        name: "k",
        key_prefix: "slc_live_",
        key_last4: "abcd",
        key_hash: "b".repeat(64),
        all_providers: true,
      })})`;
    });
    const rows =
      await sql`select action, user_id, api_key_id, host(ip_address) as ip, user_agent, request_id, changes::text
      from audit_logs where workspace_id = ${ids.workspace} and request_id = 'req-1' order by seq`;
    expect(rows.map((row) => row.action)).toEqual([
      "provider.create",
      "secret.create",
      "provider_credential.create",
      "api_key.create",
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({
        user_id: ids.admin,
        api_key_id: "aaaaaaaa-0000-4000-8000-0000000000a1",
        ip: "192.0.2.9",
        user_agent: "curl/8",
      });
      expect(row.changes).not.toMatch(/CIPHERTEXT|IVIVIV|TAGTAG|bbbbbb/);
    }
  });

  it("names revocation and deletion for what they are, and holds only what changed", async () => {
    await sql`update api_keys set revoked_at = now()`;
    await sql`update api_keys set deleted_at = now()`;
    await sql`update api_keys set name = name`;
    const rows =
      await sql`select action, changes from audit_logs where resource_type = 'api_key' order by seq desc limit 2`;
    expect(rows.map((row) => [row.action, Object.keys(row.changes)])).toEqual([
      ["api_key.delete", ["deleted_at"]],
      ["api_key.revoke", ["revoked_at"]],
    ]);
  });

  it("does not fail a change because of an odd address or user agent", async () => {
    await sql.begin(async (transaction) => {
      await actAs(transaction, {
        ...claimsOf("admin"),
        ip: "not an address",
        ua: "\u001b[31m".repeat(400),
        aid: "x",
        act: "management_key",
      });
      await transaction`insert into customers (workspace_id, name) values (${ids.workspace}, 'odd')`;
    });
    const [row] =
      await sql`select ip_address, length(user_agent) as length, api_key_id from audit_logs where action = 'customer.create'`;
    expect(row).toEqual({ ip_address: null, length: 512, api_key_id: null });
  });

  it("is one unbroken chain after many writers at once", async () => {
    const writers = Array.from({ length: 8 }, (_, writer) =>
      (async () => {
        for (let n = 0; n < 10; n += 1) {
          await sql.begin(async (transaction) => {
            await actAs(transaction, claimsOf("admin"));
            await transaction`insert into tags (workspace_id, name) values (${ids.workspace}, ${`t${writer}-${n}`})`;
            await transaction`update workspaces set description = ${`${writer}-${n}`} where id = ${ids.workspace}`;
          });
        }
      })(),
    );
    await Promise.all(writers);
    const [row] =
      await sql`select count(*)::int as n, max(seq)::int as last from audit_logs where workspace_id = ${ids.workspace}`;
    expect(row?.n).toBe(row?.last);
    expect(await brokenAt()).toBeNull();
  });

  it("shows any later change, removal or shortening", async () => {
    const tamperings = {
      edit: "update audit_logs set action = 'x' where workspace_id = '<ws>' and seq = 3",
      removal: "delete from audit_logs where workspace_id = '<ws>' and seq = 3",
      shortening:
        "delete from audit_logs where workspace_id = '<ws>' and seq = (select seq from audit_heads where workspace_id = '<ws>')",
      forgery: "update audit_logs set hash = repeat('0', 64) where workspace_id = '<ws>' and seq = 3",
    };
    for (const [name, text] of Object.entries(tamperings)) {
      expect(await brokenAt("owner", text.replaceAll("<ws>", ids.workspace)), name).not.toBeNull();
    }
    expect(await brokenAt()).toBeNull();
  });

  it("holds nothing of a transaction that was undone", async () => {
    const count = async () => (await sql`select count(*)::int as n from audit_logs`)[0]?.n;
    const before = await count();
    await undone(sql, (transaction) => transaction`update workspaces set name = 'undone'`);
    expect(await count()).toBe(before);
    expect((await sql`select 1 from private.audit_notes`).count).toBe(0);
  });

  it("cannot be written by any role of the API", async () => {
    for (const claims of [claimsOf("owner"), { role: "service_role" }, claimsOf("gateway")]) {
      for (const text of [
        "delete from audit_logs",
        "update audit_heads set hash = ''",
        "insert into audit_logs select * from audit_logs",
      ]) {
        await expect(
          undone(sql, async (transaction) => {
            await actAs(transaction, claims);
            await transaction.unsafe(text);
          }),
        ).rejects.toMatchObject({ code: "42501" });
      }
    }
  });
});

describe("functions of several statements", () => {
  const as = <Result>(principal: "admin" | "developer" | "viewer" | "newcomer", text: string, argument: unknown) =>
    undone(sql, async (transaction) => {
      await actAs(transaction, { role: "authenticated", sub: ids[principal] });
      const [row] = await transaction.unsafe(`select ${text} as answer`, [toJson(argument)]);
      return row?.answer as Result;
    });
  const key = (more: object) => ({
    workspace_id: ids.workspace,
    name: "n",
    key_prefix: "p",
    key_last4: "l",
    key_hash: "c".repeat(64),
    ...more,
  });

  it("obey the caller's rights", async () => {
    await expect(as("viewer", "create_api_key($1::jsonb)", key({}))).rejects.toMatchObject({ code: "42501" });
    await expect(as("developer", "create_provider($1::jsonb)", provider("x"))).rejects.toMatchObject({ code: "42501" });
    const made = await as<Record<string, unknown>>("developer", "create_api_key($1::jsonb)", key({}));
    expect(made).toMatchObject({ created_by: ids.developer, providers: [] });
    expect(made).not.toHaveProperty("key_hash");
  });

  it("store all or nothing", async () => {
    const broken = key({ providers: [{ provider_id: "aaaaaaaa-0000-4000-8000-00000000ffff" }] });
    await expect(as("admin", "create_api_key($1::jsonb)", broken)).rejects.toMatchObject({ code: "23503" });
    expect((await sql`select 1 from api_keys where key_hash = ${"c".repeat(64)}`).count).toBe(0);
  });

  it("found a workspace whose founder is its OWNER", async () => {
    const made = await as<{ id: string }>("newcomer", "create_workspace($1::jsonb)", { name: "Mine", slug: "mine" });
    expect(made.id).toMatch(/^[0-9a-f-]{36}$/);
    await expect(as("newcomer", "create_workspace($1::jsonb)", { name: "Mine", slug: "here" })).rejects.toMatchObject({
      code: "23505",
    });
  });

  it("change and delete a credential together with its secret", async () => {
    const [row] = await sql`select id, secret_id from provider_credentials`;
    await as("admin", "update_provider_credential($1::jsonb)", { id: row?.id, name: "New" });
    await sql.begin(async (transaction) => {
      await actAs(transaction, claimsOf("admin"));
      await transaction`select update_provider_credential(${transaction.json({ id: row?.id, weight: 5, secret: { ciphertext: "new", iv: "i", tag: "t", key_id: "k2" } })})`;
    });
    const [after] =
      await sql`select c.weight::int, c.name, s.ciphertext, s.key_id from provider_credentials c join secrets s on s.id = c.secret_id`;
    expect(after).toEqual({ weight: 5, name: "Default", ciphertext: "new", key_id: "k2" });
    await expect(
      as("developer", "update_provider_credential($1::jsonb)", { id: row?.id, weight: 9 }),
    ).rejects.toMatchObject({ code: "42501" });
    await expect(as("developer", "delete_provider_credential($1::uuid)", row?.id)).rejects.toMatchObject({
      code: "42501",
    });
    await sql`select delete_provider_credential(${row?.id})`;
    expect((await sql`select 1 from secrets`).count).toBe(0);
  });
});
