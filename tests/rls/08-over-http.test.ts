import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { KeySnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import { startTestStack, type TestStack } from "@/lib/server/embedded/test-database";
import { seedRows } from "./permission-cell";
import { claimsOf, ids, PRINCIPALS, type Principal, seedPeople } from "./principals";
import { sampleBatch } from "./sample-records";

const Matrix = z.record(z.string(), z.record(z.enum(PRINCIPALS), z.string()));
const matrix = Matrix.parse(JSON.parse(readFileSync(resolve("supabase/tests/permission-matrix.json"), "utf8")));
const PEOPLE: Record<string, string> = {
  users: "id",
  operators: "user_id",
  user_identities: "user_id",
  member_profiles: "user_id",
  sessions: "user_id",
};
let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({
    prepare: async (database) => {
      const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
      await seedPeople(sql);
      await seedRows(sql);
      await sql.end();
    },
  });
});

afterAll(() => stack.stop());

function clientOf(principal: Principal): SupabaseClient {
  if (principal === "anonymous") return createClient(stack.supabaseUrl, stack.anonKey);
  const claims = { ...claimsOf(principal), aud: "authenticated" };
  return createClient(stack.supabaseUrl, stack.anonKey, { accessToken: () => stack.mint(claims) });
}

describe("over the data API", () => {
  it.each(Object.keys(matrix))("%s: is read by those whom the matrix names", async (table) => {
    const column = PEOPLE[table] ?? (table === "workspaces" ? "id" : "workspace_id");
    const value = PEOPLE[table] ? ids.owner : ids.workspace;
    const readers: string[] = [];
    for (const principal of PRINCIPALS) {
      const { data, error } = await clientOf(principal).from(table).select("created_at").eq(column, value).limit(1);
      if (error && error.code !== "42501")
        throw new Error(`${principal} reading ${table}: ${error.code} ${error.message}`);
      if (data && data.length > 0) readers.push(principal);
    }
    expect(readers).toEqual(PRINCIPALS.filter((principal) => matrix[table]?.[principal]?.includes("s")));
  });

  it("a member reads no hash and writes no other workspace", async () => {
    const member = clientOf("owner");
    expect((await member.from("api_keys").select("key_hash")).error?.code).toBe("42501");
    expect((await member.from("secrets").select("*")).error?.code).toBe("42501");
    const moved = await member.from("tags").update({ workspace_id: ids.elsewhere }).eq("workspace_id", ids.workspace);
    expect(moved.error?.code).toBe("42501");
    const planted = await member.from("tags").insert({ workspace_id: ids.elsewhere, name: "x" });
    expect(planted.error?.code).toBe("42501");
  });

  it("the gateway loads snapshots and stores records, and members do neither", async () => {
    const gateway = clientOf("gateway");
    const { data } = await gateway.rpc("gateway_snapshot", { p_key_hash: "1".repeat(64) });
    expect(KeySnapshot.parse(data).workspace.slug).toBe("here");
    const stored = await gateway.rpc("record_requests", { p_records: sampleBatch(25) });
    expect(stored.data).toEqual({ stored: 25, duplicate: 0, dead: 0 });
    for (const principal of ["owner", "anonymous"] as const) {
      const { error } = await clientOf(principal).rpc("gateway_snapshot", { p_key_hash: "1".repeat(64) });
      expect(error?.code, principal).toBe("42501");
    }
  });
});
