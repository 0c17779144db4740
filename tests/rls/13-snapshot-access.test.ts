import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EndUserFacts, LoadedSnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { actAs, claimsOf, ids, seedPeople, undone } from "./principals";
import { toJson } from "./to-json";

const hash = "a".repeat(64);
const keyId = "aaaaaaaa-0000-4000-8000-0000000000a1";
const otherKeyId = "aaaaaaaa-0000-4000-8000-0000000000a2";
const providerId = "aaaaaaaa-0000-4000-8000-0000000000b1";
const teamId = "aaaaaaaa-0000-4000-8000-0000000000c1";
const projectId = "aaaaaaaa-0000-4000-8000-0000000000d1";
const part = `${ids.workspace}/workspace`;
let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 4, onnotice: () => undefined });
  await seedPeople(sql);
  await sql.unsafe(`
    insert into teams (id, workspace_id, name) values ('${teamId}', '${ids.workspace}', 't');
    insert into projects (id, workspace_id, name) values ('${projectId}', '${ids.workspace}', 'p');
    insert into providers (id, workspace_id, name, slug, base_url) values ('${providerId}', '${ids.workspace}', 'p', 'p', 'https://p.example');
    insert into api_keys (id, workspace_id, name, key_prefix, key_last4, key_hash) values
      ('${keyId}', '${ids.workspace}', 'one', 'p', 'l', '${hash}'),
      ('${otherKeyId}', '${ids.workspace}', 'two', 'p', 'l', '${"b".repeat(64)}');`);
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

async function asGateway(query: string): Promise<unknown> {
  return await undone(sql, async (transaction) => {
    await actAs(transaction, { role: "gateway" });
    const [row] = await transaction.unsafe(`select public.${query} as found`);
    return row?.["found"] ?? null;
  });
}

async function load(known: object = {}, keyHash = hash): Promise<LoadedSnapshot> {
  return LoadedSnapshot.parse(await asGateway(`gateway_snapshot('${keyHash}', '${JSON.stringify(known)}')`));
}

const endUser = async (name: string) =>
  EndUserFacts.parse(await asGateway(`gateway_end_user('${ids.workspace}', '${name}')`));

/** The parts whose version rises by what `change` commits. */
async function bumpedBy(change: string): Promise<string[]> {
  const read = async () => {
    const rows = await sql`select workspace_id || '/' || part as name, n::int as n from config_versions`;
    return new Map(rows.map((row) => [String(row["name"]), Number(row["n"])]));
  };
  const before = await read();
  await sql.unsafe(change);
  const after = await read();
  return [...after.keys()].filter((name) => after.get(name) !== before.get(name)).sort();
}

const insertRule = (columns: string, values: string) =>
  `insert into rate_limits (workspace_id, name, requests, window_ms, ${columns}) values ('${ids.workspace}', 'r', 5, 1000, ${values})`;

describe("rules of access in the snapshot", () => {
  it("are those in force, with the regions that they name, a workspace's own before the shared one", async () => {
    const changes = [
      `insert into ip_rules (workspace_id, cidr, action) values ('${ids.workspace}', '10.0.0.0/8', 'deny')`,
      `insert into ip_rules (workspace_id, project_id, cidr, action) values ('${ids.workspace}', '${projectId}', '2001:db8::/32', 'allow')`,
      `insert into geo_rules (workspace_id, scope, code, action) values ('${ids.workspace}', 'region', 'DACH', 'allow'), ('${ids.workspace}', 'region', 'EU', 'deny')`,
      `insert into geo_regions (workspace_id, code, name, countries) values ('${ids.workspace}', 'DACH', 'ours', '{DE}')`,
      `insert into model_rules (workspace_id, pattern, action) values ('${ids.workspace}', 'openai/*', 'allow')`,
      `update teams set blocked = true where id = '${teamId}'`,
      `update projects set panic_mode = true where id = '${projectId}'`,
      `insert into provider_endpoints (workspace_id, provider_id, name, path_pattern, rate_limit_requests, rate_limit_window_ms) values ('${ids.workspace}', '${providerId}', 'e', '/x/*', 5, 1000)`,
      `update workspaces set plan_limits = '{"requests_per_month": 5}' where id = '${ids.workspace}'`,
    ];
    for (const change of changes) expect(await bumpedBy(change), change).toEqual([part]);
    await sql`insert into ip_rules (workspace_id, cidr, action, is_active) values (${ids.workspace}, '11.0.0.0/8', 'deny', false)`;
    await sql`insert into ip_rules (workspace_id, cidr, action) values (${ids.elsewhere}, '12.0.0.0/8', 'deny')`;

    const { workspace } = await load();
    expect(workspace?.ip_rules.map(({ cidr, action, project_id }) => [cidr, action, project_id])).toEqual([
      ["10.0.0.0/8", "deny", null],
      ["2001:db8::/32", "allow", projectId],
    ]);
    expect(workspace?.geo_regions.map(({ code, countries }) => [code, countries.length])).toEqual([
      ["DACH", 1],
      ["EU", 27],
    ]);
    expect(workspace?.geo_rules).toHaveLength(2);
    expect(workspace?.model_rules).toMatchObject([{ pattern: "openai/*", action: "allow", project_id: null }]);
    expect(workspace?.blocked_teams).toEqual([teamId]);
    expect(workspace?.projects).toEqual([{ id: projectId, panic_mode: true, deleted: false }]);
    expect(workspace?.endpoints).toMatchObject([{ provider_id: providerId, path_pattern: "/x/*", timeout_ms: null }]);
    expect(workspace?.plan_limits).toEqual({ requests_per_month: 5 });
  });

  it("do not rise with a note on a rule, nor with an end user or a team that is only met", async () => {
    for (const change of [
      "update ip_rules set note = 'x'",
      "update geo_rules set note = 'x'",
      "update model_rules set note = 'x'",
      "update geo_regions set name = 'x' where workspace_id <> private.nil()",
      "update provider_endpoints set description = 'x'",
      `insert into teams (workspace_id, name) values ('${ids.workspace}', 'new')`,
      `insert into end_users (workspace_id, external_id) values ('${ids.workspace}', 'met')`,
      "update end_users set alias = 'x' where external_id = 'met'",
    ])
      expect(await bumpedBy(change), change).toEqual([]);
  });
});

describe("tiers in the snapshot", () => {
  it("name their models once a rule names the tier; a workspace's own row about a model beats the shared one", async () => {
    const [tier] = await sql`select id from model_tiers where workspace_id = private.nil() and name = 'premium'`;
    const [free] = await sql`select id from model_tiers where workspace_id = private.nil() and name = 'free'`;
    const model = (workspace: string, name: string, tierId: string) =>
      `insert into models (workspace_id, name, tier_id, tier_workspace_id) values ('${workspace}', '${name}', '${tierId}', private.nil())`;
    const nil = "00000000-0000-0000-0000-000000000000";
    expect(await bumpedBy(model(nil, "shared", String(tier?.["id"])))).toEqual([`${nil}/workspace`]);
    await sql.unsafe(model(nil, "moved", String(tier?.["id"])));
    await sql.unsafe(model(nil, "beside", String(free?.["id"])));
    expect(await bumpedBy(model(ids.workspace, "moved", String(free?.["id"])))).toEqual([part]);
    expect((await load()).workspace?.models).toEqual([]);
    await sql.unsafe(insertRule("model_tier_id, model_tier_workspace_id", `'${tier?.["id"]}', private.nil()`));
    const { workspace } = await load();
    expect(workspace?.models).toEqual([{ name: "shared", provider_id: null, tier_id: tier?.["id"] }]);
    expect(workspace?.rate_limits.some((rule) => rule.model_tier_id === tier?.["id"])).toBe(true);
  });
});

describe("rules of one key", () => {
  it("travel with that key, and change no other key's snapshot", async () => {
    expect(await bumpedBy(insertRule("api_key_id", `'${keyId}'`))).toEqual([`${ids.workspace}/key:${keyId}`]);
    const mine = await load();
    expect(mine.key.rate_limits).toMatchObject([{ api_key_id: keyId, requests: 5, team_id: null }]);
    expect(mine.workspace?.rate_limits.some((rule) => rule.api_key_id !== null)).toBe(false);
    expect((await load({}, "b".repeat(64))).key.rate_limits).toEqual([]);
    expect(await bumpedBy(`update rate_limits set api_key_id = '${otherKeyId}' where api_key_id = '${keyId}'`)).toEqual(
      [`${ids.workspace}/key:${keyId}`, `${ids.workspace}/key:${otherKeyId}`],
    );
    expect(await bumpedBy(`update rate_limits set api_key_id = null where api_key_id = '${otherKeyId}'`)).toEqual([
      `${ids.workspace}/key:${otherKeyId}`,
      part,
    ]);
  });

  it("leave a workspace of a hundred thousand keys with a budget each as small as one of two", async () => {
    const size = async () => JSON.stringify(await load()).length;
    const before = await size();
    // Triggers are not what is tried here: the rows themselves are.
    const superuser = postgres(database.superuserUrl, { max: 1, onnotice: () => undefined });
    await superuser.begin(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      await transaction`insert into api_keys (workspace_id, name, key_prefix, key_last4, key_hash)
        select ${ids.workspace}, 'many ' || g, 'p', 'l', encode(sha256(('many' || g)::bytea), 'hex') from generate_series(1, 100000) as g`;
      await transaction`insert into budgets (workspace_id, name, amount_cents, api_key_id)
        select workspace_id, 'b', 100, id from api_keys where name like 'many %'`;
      await transaction`insert into budgets (workspace_id, name, amount_cents, end_user_id)
        select ${ids.workspace}, 'b', 100, 'user ' || g from generate_series(1, 1000) as g`;
    });
    await superuser.end();
    expect((await size()) - before).toBeLessThan(100);
    const [key] = await sql`select key_hash from api_keys where name = 'many 77'`;
    const { versions, workspace } = await load({}, String(key?.["key_hash"]));
    const known = { [ids.workspace]: [versions.global, versions.workspace] };
    expect(workspace).not.toBeNull();
    const lean = await load(known, String(key?.["key_hash"]));
    expect(lean.workspace).toBeNull();
    expect(lean.key.budgets).toHaveLength(1);
    expect(JSON.stringify(lean).length).toBeLessThan(2_500);
    expect((await load({ [ids.workspace]: [versions.global, versions.workspace - 1] })).workspace).not.toBeNull();
    expect((await load({ [ids.workspace]: [versions.global + 1, versions.workspace] })).workspace).not.toBeNull();
    expect((await load({ [ids.elsewhere]: [versions.global, versions.workspace] })).workspace).not.toBeNull();
  });
});

describe("what stands against one end user", () => {
  const place = (name: string) => `${ids.workspace}/end_user:${name}`;

  it("is loaded by itself, under a version of its own", async () => {
    expect(await endUser("ada")).toEqual({ version: 0, blocked: false, rate_limits: [], budgets: [] });
    expect(await bumpedBy(insertRule("end_user_id", "'ada'"))).toEqual([place("ada"), part]);
    await sql`insert into budgets (workspace_id, name, amount_cents, end_user_id) values (${ids.workspace}, 'b', 100, 'ada')`;
    const facts = await endUser("ada");
    expect(facts).toMatchObject({
      version: 2,
      rate_limits: [{ end_user_id: "ada" }],
      budgets: [{ end_user_id: "ada" }],
    });
    const { workspace } = await load();
    expect(workspace?.end_users_have_rules).toBe(true);
    expect([...(workspace?.rate_limits ?? []), ...(workspace?.budgets ?? [])].some((rule) => rule.end_user_id)).toBe(
      false,
    );
    expect(await bumpedBy("update rate_limits set end_user_id = 'bob' where end_user_id = 'ada'")).toEqual([
      place("ada"),
      place("bob"),
    ]);
  });

  it("says whether they are blocked, and is touched by that alone", async () => {
    const block = (blocked: boolean) => `update end_users set blocked = ${blocked} where external_id = 'met'`;
    expect(await bumpedBy(block(true))).toEqual([place("met")]);
    expect((await endUser("met")).blocked).toBe(true);
    expect(await bumpedBy("update end_users set external_id = 'seen' where external_id = 'met'")).toEqual([
      place("met"),
      place("seen"),
    ]);
    expect([(await endUser("met")).blocked, (await endUser("seen")).blocked]).toEqual([false, true]);
    expect(await bumpedBy("delete from end_users where external_id = 'seen'")).toEqual([place("seen")]);
  });

  it("is first told to the whole workspace, whose snapshot says that there is such a thing", async () => {
    const first = insertRule("end_user_id", "'ada'").replace(ids.workspace, ids.elsewhere);
    const bumped = await bumpedBy(first);
    expect(bumped).toEqual([`${ids.elsewhere}/end_user:ada`, `${ids.elsewhere}/workspace`]);
    expect(await bumpedBy(first.replace("'ada'", "'bob'"))).toEqual([`${ids.elsewhere}/end_user:bob`]);
  });

  it("is the gateway's to read and nobody else's", async () => {
    for (const claims of [claimsOf("owner"), claimsOf("anonymous"), { role: "service_role" }]) {
      await expect(
        undone(sql, async (transaction) => {
          await actAs(transaction, claims);
          await transaction`select public.gateway_end_user(${ids.workspace}, 'ada')`;
        }),
      ).rejects.toMatchObject({ code: "42501" });
    }
    expect(toJson(await endUser("nobody"))).toMatchObject({ blocked: false });
  });
});
