import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "@/lib/adapters/supabase/database.types";
import { startTestStack, type TestStack } from "@/lib/server/embedded/test-database";
import { LOG_COLUMNS } from "@/lib/services/logs/load";
import { sampleRecord } from "@/tests/rls/sample-records";
import { big, DAYS, keyId, loadHistory } from "./load-history";

const DAY_MS = 86_400_000;
const RUNS = 50;
const userId = "aaaaaaaa-0000-4000-8000-000000000011";
let stack: TestStack;
let sql: Sql;
let member: SupabaseClient<Database>;
const report: Record<string, Record<string, number | string>> = {};

beforeAll(async () => {
  stack = await startTestStack();
  const { rows, seconds } = await loadHistory(stack.ownerUrl);
  report.load = { rows, seconds: Math.round(seconds), "rows/s": Math.round(rows / seconds) };
  console.info(report.load);
  sql = postgres(stack.ownerUrl, { max: 4, onnotice: () => undefined });
  await sql`insert into users (id, email) values (${userId}, 'owner@example.test')`;
  await sql`insert into workspace_members (workspace_id, user_id, role) values (${big}, ${userId}, 'OWNER')`;
  const token = await stack.mint({ role: "authenticated", aud: "authenticated", sub: userId, wsp: big }, 3600);
  member = createClient<Database>(stack.supabaseUrl, stack.anonKey, { accessToken: async () => token });
});

afterAll(async () => {
  console.table(report);
  await sql.end();
  await stack.stop();
});

const percentile = (sorted: readonly number[], q: number) => sorted[Math.ceil(sorted.length * q) - 1] ?? Number.NaN;

async function timed(
  name: string,
  run: (n: number) => PromiseLike<{ error: unknown; data: unknown }>,
): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < RUNS; n += 1) {
    const started = performance.now();
    const { error } = await run(n);
    times.push(performance.now() - started);
    if (error) throw new Error(`${name}: ${JSON.stringify(error)}`);
  }
  times.sort((a, b) => a - b);
  const p95 = percentile(times, 0.95);
  report[name] = { "p50 ms": Math.round(percentile(times, 0.5)), "p95 ms": Math.round(p95) };
  return p95;
}

const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const page = (from: string) =>
  member
    .from("request_logs")
    .select(LOG_COLUMNS)
    .eq("workspace_id", big)
    .gte("created_at", from)
    .order("created_at", { ascending: false })
    .order("request_id", { ascending: false })
    .limit(51);
const overview = (days: number, bucket: string) =>
  member.rpc("usage_overview", { p_workspace: big, p_from: ago(days), p_to: ago(0), p_bucket: bucket });

it("answers the pages' queries within 300 ms", async () => {
  const [counted] = await sql`select count(*)::int as n from request_logs where workspace_id = ${big}`;
  expect(counted?.n).toBeGreaterThan(4_000_000);
  const slow: string[] = [];
  const ask = async (name: string, run: Parameters<typeof timed>[1]) => {
    if ((await timed(name, run)) > 300) slow.push(name);
  };
  await ask("overview 1 h by minute", () => overview(1 / 24, "minute"));
  await ask("overview 24 h by hour", () => overview(1, "hour"));
  await ask("usage 7 d by hour", () => overview(7, "hour"));
  await ask("usage 30 d by day", () => overview(30, "day"));
  await ask("usage 60 d by day", () => overview(60, "day"));
  await ask("logs, a day", () => page(ago(1)));
  await ask("logs of a key, 60 d", (n) => page(ago(DAYS)).eq("api_key_id", keyId(n % 20)));
  await ask("logs of a model, 60 d", () => page(ago(DAYS)).eq("model", "claude-4"));
  await ask("logs of a rare model, 60 d", () => page(ago(DAYS)).eq("model", "rare-model"));
  await ask("logs 5xx, 60 d", () => page(ago(DAYS)).gte("status_code", 500).lt("status_code", 600));
  await ask("logs 4xx of a key, 60 d", (n) =>
    page(ago(DAYS))
      .gte("status_code", 400)
      .lt("status_code", 500)
      .eq("api_key_id", keyId(n % 20)),
  );
  await ask("logs of one hour 40 d ago", (n) => page(ago(40 + n / 24)).lt("created_at", ago(40 + (n - 1) / 24)));
  await ask("logs, keyset page 30 d back", (n) => {
    const at = ago(30 + n / 100);
    return page(ago(DAYS)).or(
      `created_at.lt."${at}",and(created_at.eq."${at}",request_id.lt.ffffffff-ffff-4fff-8fff-ffffffffffff)`,
    );
  });
  await ask("logs of a model, keyset page 30 d back", (n) => {
    const at = ago(30 + n / 100);
    return page(ago(DAYS))
      .eq("model", "gpt-4o")
      .or(`created_at.lt."${at}",and(created_at.eq."${at}",request_id.lt.ffffffff-ffff-4fff-8fff-ffffffffffff)`);
  });
  expect(slow).toEqual([]);
});

async function recordRate(connections: number): Promise<number> {
  const batches = 40;
  const payloads = Array.from({ length: batches }, (_, b) =>
    JSON.stringify(
      Array.from({ length: 1_000 }, (_, n) =>
        sampleRecord(n, new Date(Date.now() - ((b * 1_000 + n) % 60_000)), {
          workspace_id: big,
          api_key_id: keyId(n % 20),
        }),
      ),
    ),
  );
  const started = performance.now();
  const worker = async () => {
    for (let payload = payloads.pop(); payload !== undefined; payload = payloads.pop())
      await sql.unsafe("select public.record_requests($1::text::jsonb)", [payload]);
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return (batches * 1_000) / ((performance.now() - started) / 1000);
}

it("stores 8,000 records a second with every rollup", async () => {
  await recordRate(1);
  const one = await recordRate(1);
  const two = await recordRate(2);
  report["record_requests, 1 connection"] = { "rows/s": Math.round(one) };
  report["record_requests, 2 connections"] = { "rows/s": Math.round(two) };
  expect(Math.max(one, two)).toBeGreaterThan(8_000);
});

it("drops a day within a second", async () => {
  const [row] = await sql`select min(created_at at time zone 'UTC')::date::text as day from request_logs`;
  const started = performance.now();
  const [answer] = await sql`select private.drop_partitions('request_logs', ${row?.day}::date + 1) as a`;
  const tookMs = performance.now() - started;
  report["drop a day"] = { ms: Math.round(tookMs) };
  expect(answer?.a).toEqual({ dropped: 1, waiting: false });
  expect(tookMs).toBeLessThan(1_000);
});
