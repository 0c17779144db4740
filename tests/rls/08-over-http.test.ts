import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KeySnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import { startTestStack, type TestStack } from "@/lib/server/embedded/test-database";
import { type HttpCell, isAllowedOverHttp, isPersonal, keepCopy, payloads } from "./http-cell";
import { isDeclared, matrix, OPERATIONS } from "./matrix";
import { seedRows } from "./permission-cell";
import { claimsOf, ids, PRINCIPALS, type Principal, seedPeople } from "./principals";
import { sampleBatch } from "./sample-records";

const tables = Object.keys(matrix.tables);
let stack: TestStack;
let superuser: Sql;
let restore: () => Promise<void>;
let clients: Map<Principal, SupabaseClient>;
let asked = 0;

beforeAll(async () => {
  stack = await startTestStack({
    prepare: async (database) => {
      const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
      await seedPeople(sql);
      await seedRows(sql);
      await sql.end();
    },
  });
  superuser = postgres(stack.superuserUrl, { max: 1, onnotice: () => undefined });
  restore = await keepCopy(superuser, tables);
  clients = new Map(await Promise.all(PRINCIPALS.map(async (one) => [one, await clientOf(one)] as const)));
});

afterAll(async () => {
  await superuser.end();
  await stack.stop();
});

async function clientOf(principal: Principal): Promise<SupabaseClient> {
  if (principal === "anonymous") return createClient(stack.supabaseUrl, stack.anonKey);
  if (principal === "service") return createClient(stack.supabaseUrl, stack.serviceKey);
  const token = await stack.mint({ ...claimsOf(principal), aud: "authenticated" }, 600);
  return createClient(stack.supabaseUrl, stack.anonKey, { accessToken: async () => token });
}

function clientFor(principal: Principal): SupabaseClient {
  const client = clients.get(principal);
  if (!client) throw new Error(`No client for ${principal}.`);
  return client;
}

function cellsOf(table: string): HttpCell[] {
  const secrets = (matrix.tables[table]?.secret ?? []).map((column) => ({ operation: "secret" as const, column }));
  return [...secrets, ...(["select", "insert", "update", "delete"] as const).map((operation) => ({ operation }))];
}

const letterOf = (operation: HttpCell["operation"]) =>
  Object.entries(OPERATIONS).find(([, name]) => name === operation)?.[0] ?? "x";

describe("over the data API", () => {
  it.each(tables)("%s: stock supabase-js finds every cell as declared", async (table) => {
    const rights = matrix.tables[table];
    if (!rights) throw new Error(`Nothing declared for ${table}.`);
    const red: string[] = [];
    let values = await payloads(superuser, table, "owner");
    for (const principal of PRINCIPALS) {
      if (isPersonal(table)) values = await payloads(superuser, table, principal);
      for (const cell of cellsOf(table)) {
        asked += 1;
        const isAllowed = await isAllowedOverHttp(clientFor(principal), table, cell, values);
        if (isAllowed !== isDeclared(rights, principal, letterOf(cell.operation)))
          red.push(`${table} ${principal} ${cell.operation} ${cell.column ?? ""}: ${isAllowed}`);
        if (isAllowed && cell.operation !== "select" && cell.operation !== "secret") await restore();
      }
    }
    expect(red).toEqual([]);
  });

  it("asks more than a thousand cells", () => {
    console.info(`${asked} cells over HTTP`);
    expect(asked).toBeGreaterThan(2_500);
  });

  it("a member reads no hash and writes no other workspace", async () => {
    const member = clientFor("owner");
    expect((await member.from("secrets").select("*")).error?.code).toBe("42501");
    const moved = await member.from("tags").update({ workspace_id: ids.elsewhere }).eq("workspace_id", ids.workspace);
    expect(moved.error?.code).toBe("42501");
    const planted = await member.from("tags").insert({ workspace_id: ids.elsewhere, name: "x" });
    expect(planted.error?.code).toBe("42501");
  });

  it("the gateway loads snapshots and stores records, and members do neither", async () => {
    const gateway = clientFor("gateway");
    const { data } = await gateway.rpc("gateway_snapshot", { p_key_hash: "1".repeat(64) });
    expect(KeySnapshot.parse(data).workspace.slug).toBe("here");
    const stored = await gateway.rpc("record_requests", { p_records: sampleBatch(25) });
    expect(stored.data).toEqual({ stored: 25, duplicate: 0, dead: 0 });
    for (const principal of ["owner", "anonymous"] as const) {
      const { error } = await clientFor(principal).rpc("gateway_snapshot", { p_key_hash: "1".repeat(64) });
      expect(error?.code, principal).toBe("42501");
    }
  });
});
