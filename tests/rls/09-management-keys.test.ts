import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { actAs, type Claims, claimsOf, ids, type Principal, seedPeople, undone } from "./principals";

const maker = "aaaaaaaa-0000-4000-8000-0000000000a1";
let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  await seedPeople(sql);
  await sql`insert into management_keys (id, workspace_id, member_id, name, key_prefix, key_last4, key_hash, role, scopes, expires_at)
    select ${maker}, workspace_id, id, 'maker', 'slm_live_', 'abcd', ${"a".repeat(64)}, 'ADMIN', '{keys:read,keys:write}', '2100-01-01'
    from workspace_members where user_id = ${ids.admin}`;
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

type Wanted = { role?: string; scopes?: string[]; expiresAt?: string | null };

/** `made`, or the sentence with which the database refuses the key. */
async function make(principal: Principal, claims: Claims, wanted: Wanted = {}): Promise<string> {
  return await undone(sql, async (transaction) => {
    await actAs(transaction, { ...claimsOf(principal), ...claims });
    try {
      await transaction.savepoint(
        (inner) => inner`insert into management_keys
          (workspace_id, member_id, name, key_prefix, key_last4, key_hash, role, scopes, expires_at)
          select workspace_id, id, 'made', 'slm_live_', 'abcd', ${"b".repeat(64)}, ${wanted.role ?? "VIEWER"},
            ${wanted.scopes ?? []}, ${wanted.expiresAt ?? null}
          from workspace_members where user_id = ${ids[principal === "admin" ? "admin" : "developer"]}`,
      );
      return "made";
    } catch (cause) {
      return String(cause);
    }
  });
}

const asKey = { act: "management_key", aid: maker, rol: "ADMIN", scp: ["keys:read", "keys:write"] };

describe("a management key", () => {
  it("has at most the role of the member who makes it", async () => {
    expect(await make("developer", {}, { role: "DEVELOPER" })).toBe("made");
    expect(await make("developer", {}, { role: "ADMIN" })).toContain("a role above your own");
  });

  it("has at most the role that a stepped-down token allows", async () => {
    expect(await make("admin", { rol: "VIEWER" }, { role: "DEVELOPER" })).toContain("a role above your own");
  });

  it("is not made for somebody else", async () => {
    expect(await make("owner", {})).toContain("row-level security");
  });

  it("made by another key has no scope and no day more than its maker", async () => {
    const within = { scopes: ["keys:read"], expiresAt: "2099-01-01" };
    expect(await make("admin", asKey, within)).toBe("made");
    expect(await make("admin", asKey, { ...within, scopes: ["keys:read", "logs:read"] })).toContain("a scope");
    expect(await make("admin", asKey, { ...within, scopes: [] })).toContain("a scope");
    expect(await make("admin", asKey, { ...within, expiresAt: null })).toContain("outlives");
    expect(await make("admin", asKey, { ...within, expiresAt: "2101-01-01" })).toContain("outlives");
  });

  it("stays revoked, and only its name and its end can be changed", async () => {
    const change = (assignment: string) =>
      undone(sql, async (transaction) => {
        await transaction`update management_keys set revoked_at = now() where id = ${maker}`;
        await actAs(transaction, claimsOf("admin"));
        return await transaction
          .savepoint((inner) => inner.unsafe(`update management_keys set ${assignment} where id = '${maker}'`))
          .then(
            (rows) => rows.count,
            (cause: unknown) => String(cause),
          );
      });
    expect(await change("name = 'renamed'")).toBe(1);
    expect(await change("revoked_at = null")).toContain("stays revoked");
    expect(await change("role = 'OWNER'")).toContain("permission denied");
    expect(await change("expires_at = null")).toContain("permission denied");
  });

  it("dies with the membership", async () => {
    const left = await undone(sql, async (transaction) => {
      await transaction`delete from workspace_members where user_id = ${ids.admin}`;
      return await transaction`select 1 from management_keys where id = ${maker}`;
    });
    expect(left.count).toBe(0);
  });
});

describe("rotation of a key", () => {
  const rotate = (principal: Principal, claims: Claims = {}) =>
    undone(sql, async (transaction) => {
      await transaction`insert into api_keys (id, workspace_id, name, key_prefix, key_last4, key_hash, created_by)
        values (${maker}, ${ids.workspace}, 'k', 'slc_live_', 'abcd', ${"c".repeat(64)}, ${ids.developer})`;
      await actAs(transaction, { ...claimsOf(principal), ...claims });
      const p = { id: maker, key_hash: "d".repeat(64), key_prefix: "slc_live_", key_last4: "wxyz", grace_until: null };
      return await transaction
        .savepoint((inner) => inner`select rotate_api_key(${inner.json(p)})`)
        .then(
          () => "rotated",
          (cause: unknown) => String(cause),
        );
    });

  it("is for those who may change it", async () => {
    expect(await rotate("admin")).toBe("rotated");
    expect(await rotate("developer")).toBe("rotated");
    expect(await rotate("developer", { rol: "VIEWER" })).toContain("only the keys they created");
    expect(await rotate("viewer")).toContain("only the keys they created");
    expect(await rotate("outsider")).toContain("No such key");
  });
});
