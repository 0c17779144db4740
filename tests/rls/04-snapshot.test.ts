import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KeySnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { UsageOverview } from "@/lib/services/usage/schema";
import { seedRows } from "./permission-cell";
import { actAs, claimsOf, ids, seedPeople, undone } from "./principals";
import { sampleBatch } from "./sample-records";
import { toJson } from "./to-json";

const keyId = "aaaaaaaa-0000-4000-8000-000000000113";
let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 4, onnotice: () => undefined });
  await seedPeople(sql);
  await seedRows(sql);
  await sql`insert into rate_limits (workspace_id, name, requests, window_ms) values (private.nil(), 'global', 5, 1000)`;
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

async function snapshot(hash: string): Promise<KeySnapshot | null> {
  return await undone(sql, async (transaction) => {
    await actAs(transaction, { role: "gateway" });
    const [row] = await transaction`select public.gateway_snapshot(${hash}) as found`;
    return row?.found === null ? null : KeySnapshot.parse(row?.found);
  });
}

async function versions(): Promise<Record<string, number>> {
  const rows = await sql`select workspace_id || '/' || part as name, n::int as n from config_versions`;
  return Object.fromEntries(rows.map((row) => [row.name, row.n]));
}

/** The parts whose version rises by what `change` commits. */
async function bumpedBy(change: string): Promise<string[]> {
  const before = await versions();
  await sql.unsafe(change);
  const after = await versions();
  return Object.keys(after)
    .filter((name) => after[name] !== before[name])
    .sort();
}

describe("gateway_snapshot", () => {
  it("answers exactly what the gateway's schema expects, without rules that are off", async () => {
    await sql`insert into budgets (workspace_id, name, amount_cents, is_active) values (${ids.workspace}, 'off', 1, false)`;
    const found = await snapshot("1".repeat(64));
    expect(found?.key).toMatchObject({ id: keyId, workspace_id: ids.workspace, expires_at: null });
    expect(found?.key.providers).toHaveLength(1);
    expect(found?.workspace.rate_limits.map((rule) => rule.scope).sort()).toEqual(["GLOBAL", "PROJECT"]);
    expect(found?.workspace.budgets.map((rule) => [rule.name, rule.amount_cents, rule.scope])).toEqual([
      ["row", "1000.0000000", "TEAM"],
    ]);
    expect(found?.workspace.credentials[0]?.secret).toMatchObject({ ciphertext: "c", key_id: "k" });
    expect(found?.versions).toEqual({
      global: expect.any(Number),
      workspace: expect.any(Number),
      key: expect.any(Number),
    });
  });

  it("knows no key by another hash, and gives no one but the gateway anything", async () => {
    expect(await snapshot("f".repeat(64))).toBeNull();
    for (const claims of [claimsOf("owner"), claimsOf("anonymous"), { role: "service_role" }]) {
      await expect(
        undone(sql, async (transaction) => {
          await actAs(transaction, claims);
          await transaction`select public.gateway_snapshot(${"1".repeat(64)})`;
        }),
      ).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("knows a former secret until its grace ends, never past the key's own expiry", async () => {
    const former = "3".repeat(64);
    expect(await snapshot(former)).toBeNull();
    await sql`update api_key_secrets set valid_until = '2999-01-01' where key_hash = ${former}`;
    expect((await snapshot(former))?.key).toMatchObject({ id: keyId, expires_at: "2999-01-01T00:00:00+00:00" });
    await sql`update api_keys set expires_at = '2998-01-01' where id = ${keyId}`;
    expect((await snapshot(former))?.key.expires_at).toBe("2998-01-01T00:00:00+00:00");
    await sql`update api_keys set expires_at = null where id = ${keyId}`;
  });
});

describe("configuration versions", () => {
  const part = `${ids.workspace}/workspace`;
  const keyPart = `${ids.workspace}/key:${keyId}`;

  it("rise for what a snapshot holds", async () => {
    expect(await bumpedBy("update workspaces set panic_mode = true where slug = 'here'")).toEqual([part]);
    expect(await bumpedBy(`update api_keys set revoked_at = now() where id = '${keyId}'`)).toEqual([keyPart]);
    expect(await bumpedBy("update api_key_providers set weight = 3")).toEqual([keyPart]);
    expect(await bumpedBy("update api_key_secrets set valid_until = '2999-01-02'")).toEqual([keyPart]);
    expect(await bumpedBy("update budgets set amount_cents = amount_cents + 1")).toEqual([part]);
    expect(await bumpedBy("update secrets set ciphertext = 'd'")).toEqual([part]);
    expect(await bumpedBy("update projects set deleted_at = now()")).toEqual([part]);
    expect(await bumpedBy("update rate_limits set requests = 6 where workspace_id = private.nil()")).toEqual([
      "00000000-0000-0000-0000-000000000000/workspace",
    ]);
    expect(await bumpedBy("delete from provider_credentials")).toEqual([part]);
  });

  it("do not rise for what it does not hold, for counters, or for nothing", async () => {
    for (const change of [
      "update workspaces set description = 'x'",
      "update api_keys set description = 'x', next_rotation_at = now()",
      "update api_key_usage set requests_count = requests_count + 1, last_used_at = now()",
      "update provider_health set consecutive_failures = 3",
      "update budgets set last_alert_threshold = 80, description = 'x'",
      "update providers set color = '#fff', is_active = is_active",
      "update customers set name = 'y'",
    ]) {
      expect(await bumpedBy(change), change).toEqual([]);
    }
    await sql`select record_requests(${sql.json(toJson(sampleBatch(3, new Date(), { api_key_id: keyId })))})`;
    expect(await bumpedBy("select 1")).toEqual([]);
  });

  it("rise once a transaction, and not at all if it is undone", async () => {
    const before = (await versions())[part] ?? 0;
    await sql.begin(async (transaction) => {
      for (const n of [1, 2, 3])
        await transaction`update workspaces set output_reserve_tokens = ${n} where slug = 'here'`;
    });
    await undone(sql, (transaction) => transaction`update workspaces set panic_mode = not panic_mode`);
    expect((await versions())[part]).toBe(before + 1);
  });

  it("do not deadlock when many rows are changed in opposite orders at once", async () => {
    await sql`insert into api_keys (workspace_id, name, key_prefix, key_last4, key_hash)
      select ${ids.workspace}, 'many ' || g, 'p', 'l', encode(sha256(('many' || g)::bytea), 'hex') from generate_series(1, 60) as g`;
    const half = (sign: string, order: string) =>
      sql.begin(async (transaction) => {
        const rows = await transaction.unsafe(
          `select id from api_keys where name like 'many %' and substring(name from 6)::int % 2 = ${sign} order by id ${order}`,
        );
        for (const row of rows) await transaction`update api_keys set is_active = false where id = ${row.id}`;
        await transaction`update workspaces set output_reserve_tokens = 7 where id = ${order === "asc" ? ids.workspace : ids.elsewhere}`;
        await transaction`update tags set description = ${order}`;
      });
    const all = () => sql`update api_keys set is_active = true where name like 'many %'`;
    const rounds = await Promise.allSettled([
      half("0", "asc"),
      half("1", "desc"),
      sql.begin((t) => t`update projects set panic_mode = true`),
    ]);
    expect(rounds.map((round) => round.status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    await all();
    expect(Number((await sql`select count(*) as n from private.config_touches`)[0]?.n)).toBe(0);
  });

  it("are told to the gateway: those newer than it knows", async () => {
    const all = await sql`select gateway_versions('{}') as rows`;
    expect(all[0]?.rows.length).toBeGreaterThan(3);
    const known = await versions();
    const [none] = await sql`select gateway_versions(${sql.json(toJson(known))}) as rows`;
    expect(none?.rows).toEqual([]);
    const [one] = await sql`select gateway_versions(${sql.json({ ...known, [part]: 0 })}) as rows`;
    expect(one?.rows).toEqual([{ workspace_id: ids.workspace, part: "workspace", n: known[part] }]);
  });
});

describe("usage_overview", () => {
  it("answers what the pages expect, for members only", async () => {
    await sql`truncate request_logs, usage_hourly, usage_daily, usage_minutely`;
    await sql`select record_requests(${sql.json(toJson(sampleBatch(20, new Date(), { api_key_id: keyId })))})`;
    for (const bucket of ["minute", "hour", "day"]) {
      const read = (principal: "viewer" | "outsider") =>
        undone(sql, async (transaction) => {
          await actAs(transaction, claimsOf(principal));
          const [row] = await transaction`
            select usage_overview(${ids.workspace}, now() - interval '2 hours', now() + interval '1 minute', ${bucket}) as found`;
          return UsageOverview.parse(row?.found);
        });
      const seen = await read("viewer");
      expect(seen.totals).toMatchObject({
        request_count: 20,
        success_count: 16,
        error_count: 4,
        total_cost_cents: "2.0000190",
      });
      expect(seen.series.reduce((sum, point) => sum + point.request_count, 0)).toBe(20);
      expect(seen.totals.latency_p50_ms).toBeGreaterThan(10);
      expect(seen.top_keys).toMatchObject([{ api_key_id: keyId, name: "k", request_count: 20 }]);
      expect(seen.top_models).toHaveLength(3);
      expect((await read("outsider")).totals.request_count).toBe(0);
    }
  });
});
