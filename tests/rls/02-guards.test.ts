import postgres, { type Sql, type TransactionSql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { seedRows } from "./permission-cell";
import { actAs, type Claims, claimsOf, ids, seedPeople, undone } from "./principals";

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 4, onnotice: () => undefined });
  await seedPeople(sql);
  await seedRows(sql);
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

const as = <Result>(claims: Claims, use: (transaction: TransactionSql) => Promise<Result>) =>
  undone(sql, async (transaction) => {
    await actAs(transaction, claims);
    return await use(transaction);
  });
const owner = claimsOf("owner");

describe("moving a row to another workspace", () => {
  it("is refused to a member of both", async () => {
    await sql`insert into workspace_members (workspace_id, user_id, role) values (${ids.elsewhere}, ${ids.owner}, 'VIEWER')`;
    for (const table of ["customers", "projects", "api_keys", "rate_limits", "budgets", "providers"]) {
      await expect(
        as(owner, (transaction) => transaction.unsafe(`update ${table} set workspace_id = '${ids.elsewhere}'`)),
        table,
      ).rejects.toMatchObject({ code: "42501" });
    }
    await sql`delete from workspace_members where workspace_id = ${ids.elsewhere} and user_id = ${ids.owner}`;
  });

  it("is refused to the service too", async () => {
    await expect(
      as({ role: "service_role" }, (transaction) => transaction`update tags set workspace_id = ${ids.elsewhere}`),
    ).rejects.toThrow("cannot move to another workspace");
  });

  it("a reference cannot point into another workspace", async () => {
    await expect(
      as(
        claimsOf("outsider"),
        (transaction) =>
          transaction`insert into teams (workspace_id, customer_id, name)
          values (${ids.elsewhere}, 'aaaaaaaa-0000-4000-8000-000000000102', 'x')`,
      ),
    ).rejects.toMatchObject({ code: "23503" });
  });
});

describe("roles", () => {
  const setRole = (actor: Claims, user: string, role: string) =>
    as(
      actor,
      (transaction) => transaction`update workspace_members set role = ${role}::public.role where user_id = ${user}`,
    );

  it("an ADMIN changes roles below OWNER, and neither makes nor touches an OWNER", async () => {
    const admin = claimsOf("admin");
    expect((await setRole(admin, ids.viewer, "DEVELOPER")).count).toBe(1);
    await expect(setRole(admin, ids.viewer, "OWNER")).rejects.toThrow("above your own");
    await expect(setRole(admin, ids.admin, "OWNER")).rejects.toThrow("above your own");
    await expect(setRole(admin, ids.owner, "VIEWER")).rejects.toThrow("Only an OWNER");
    await expect(
      as(admin, (transaction) => transaction`delete from workspace_members where user_id = ${ids.owner}`),
    ).rejects.toThrow("Only an OWNER");
    await expect(
      as(
        admin,
        (transaction) =>
          transaction`insert into workspace_members (workspace_id, user_id, role) values (${ids.workspace}, ${ids.newcomer}, 'OWNER')`,
      ),
    ).rejects.toThrow("above your own");
    await expect(
      as(
        admin,
        (transaction) =>
          transaction`insert into workspace_invitations (workspace_id, email, role, token, expires_at)
          values (${ids.workspace}, 'n@example.test', 'OWNER', 'tt', now())`,
      ),
    ).rejects.toThrow("above your own");
  });

  it("only an OWNER deletes or transfers the workspace", async () => {
    await expect(
      as(claimsOf("admin"), (transaction) => transaction`update workspaces set deleted_at = now()`),
    ).rejects.toThrow("Only an OWNER");
    await expect(
      as(claimsOf("admin"), (transaction) => transaction`update workspaces set owner_id = ${ids.admin}`),
    ).rejects.toThrow("Only an OWNER");
    const { count } = await as(
      owner,
      (transaction) => transaction`update workspaces set deleted_at = now() where slug = 'here'`,
    );
    expect(count).toBe(1);
  });

  it("any member may leave, the last OWNER may not and cannot be demoted", async () => {
    const leave = (actor: Claims) =>
      as(actor, (transaction) => transaction`delete from workspace_members where user_id = ${actor.sub ?? ""}`);
    expect((await leave(claimsOf("viewer"))).count).toBe(1);
    await expect(leave(owner)).rejects.toThrow("needs an OWNER");
    await expect(setRole(owner, ids.owner, "ADMIN")).rejects.toThrow("needs an OWNER");
  });

  it("of two OWNERs that leave at once, one stays", async () => {
    await sql`update workspace_members set role = 'OWNER' where user_id = ${ids.admin}`;
    const leaving = await Promise.allSettled(
      [ids.owner, ids.admin].map((user) =>
        sql.begin(async (transaction) => {
          await transaction`delete from workspace_members where workspace_id = ${ids.workspace} and user_id = ${user}`;
          await transaction`select pg_sleep(0.05)`;
        }),
      ),
    );
    expect(leaving.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    await sql`insert into workspace_members (workspace_id, user_id, role)
      values (${ids.workspace}, ${ids.owner}, 'OWNER'), (${ids.workspace}, ${ids.admin}, 'OWNER') on conflict do nothing`;
    await sql`update workspace_members set role = 'ADMIN' where user_id = ${ids.admin}`;
  });

  it("a DEVELOPER edits the keys they created and no others", async () => {
    const developer = claimsOf("developer");
    const edit = () => as(developer, (transaction) => transaction`update api_keys set name = 'mine'`);
    expect((await edit()).count).toBe(1);
    await sql`update api_keys set created_by = ${ids.admin}`;
    expect((await edit()).count).toBe(0);
    await expect(
      as(
        developer,
        (transaction) =>
          transaction`insert into api_keys (workspace_id, name, key_prefix, key_last4, key_hash, created_by)
          values (${ids.workspace}, 'k', 'p', 'l', ${"a".repeat(64)}, ${ids.admin})`,
      ),
    ).rejects.toMatchObject({ code: "42501" });
    await sql`update api_keys set created_by = ${ids.developer}`;
  });
});

describe("a token", () => {
  const seen = async (claims: Claims) => (await as(claims, (transaction) => transaction`select 1 from budgets`)).count;
  const changed = async (claims: Claims) =>
    (await as(claims, (transaction) => transaction`update budgets set name = 'x'`)).count;

  it("acts with the lower of its role and the member's", async () => {
    expect(await changed({ ...owner, rol: "ADMIN" })).toBe(1);
    expect(await changed({ ...owner, rol: "DEVELOPER" })).toBe(0);
    expect(await seen({ ...owner, rol: "VIEWER" })).toBe(1);
    expect(await changed({ ...claimsOf("viewer"), rol: "OWNER" })).toBe(0);
    expect(await seen({ ...owner, rol: "EMPEROR" })).toBe(0);
  });

  it("reaches the workspace that it names and no other", async () => {
    expect(await seen({ ...owner, wsp: ids.workspace })).toBe(1);
    expect(await seen({ ...owner, wsp: ids.elsewhere })).toBe(0);
    expect(await seen({ ...claimsOf("outsider"), wsp: ids.workspace })).toBe(0);
  });

  it("of a deactivated user, or for a deleted workspace, reaches nothing", async () => {
    const seenAfter = (change: string) =>
      undone(sql, async (transaction) => {
        await transaction.unsafe(change);
        await actAs(transaction, owner);
        return (await transaction`select 1 from budgets`).count;
      });
    expect(await seenAfter("select 1")).toBe(1);
    expect(await seenAfter(`update users set is_active = false where id = '${ids.owner}'`)).toBe(0);
    expect(await seenAfter(`update workspaces set deleted_at = now() where id = '${ids.workspace}'`)).toBe(0);
  });
});

describe("the shared workspace", () => {
  it("is read by everyone signed in and written by operators only", async () => {
    const read = (claims: Claims) =>
      as(
        claims,
        async (transaction) => (await transaction`select 1 from model_tiers where workspace_id = private.nil()`).count,
      );
    const write = (claims: Claims) =>
      as(
        claims,
        async (transaction) =>
          (await transaction`update model_tiers set description = 'x' where workspace_id = private.nil()`).count,
      );
    expect(await read(claimsOf("outsider"))).toBe(3);
    expect(await write(claimsOf("outsider"))).toBe(0);
    expect(await write(owner)).toBe(3);
    await expect(sql`delete from workspaces where slug = 'shared'`).rejects.toThrow("cannot be deleted");
  });
});

describe("viewers", () => {
  it("read of credentials their names and nothing more", async () => {
    const names = await as(
      claimsOf("viewer"),
      (transaction) => transaction`select name from provider_credential_names(${ids.workspace})`,
    );
    expect(names.map((row) => row.name)).toEqual(["row"]);
    const outside = await as(
      claimsOf("outsider"),
      (transaction) => transaction`select name from provider_credential_names(${ids.workspace})`,
    );
    expect(outside.count).toBe(0);
  });
});
