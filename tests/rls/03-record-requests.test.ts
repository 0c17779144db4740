import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { actAs, ids, seedPeople } from "./principals";
import { rollupDifferences } from "./recount";
import { type SampleRecord, sampleBatch, sampleKeys, sampleRecord } from "./sample-records";
import { toJson } from "./to-json";

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 6, onnotice: () => undefined });
  await seedPeople(sql);
  for (const [n, id] of sampleKeys.entries()) {
    await sql`insert into api_keys (id, workspace_id, name, key_prefix, key_last4, key_hash)
      values (${id}, ${ids.workspace}, 'k', 'slc_live_', 'abcd', ${String(n).repeat(64)})`;
  }
});

beforeEach(async () => {
  await sql`truncate request_logs, usage_hourly, usage_daily, usage_minutely, usage_subject_hourly, usage_subject_daily,
    usage_latency_hourly, usage_latency_daily,
    usage_adjustments, dead_records, api_key_usage, private.usage_subject_counts`;
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

type Answer = { stored: number; duplicate: number; dead: number };

/** As the gateway's role, which has no table. */
async function record(records: readonly unknown[]): Promise<Answer> {
  return await sql.begin(async (transaction) => {
    await actAs(transaction, { role: "gateway" });
    const [row] = await transaction<{ answer: Answer }[]>`
      select public.record_requests(${transaction.json(toJson(records))}) as answer`;
    if (!row) throw new Error("No answer.");
    return row.answer;
  });
}

const count = async (table: string) => Number((await sql.unsafe(`select count(*) as n from ${table}`))[0]?.n);

describe("record_requests", () => {
  it("stores a batch and rolls it up to the last digit", async () => {
    expect(await record(sampleBatch(300))).toEqual({ stored: 300, duplicate: 0, dead: 0 });
    expect(await rollupDifferences(sql)).toEqual([]);
    const [used] =
      await sql`select sum(requests_count) as n, bool_and(last_used_ip = '192.0.2.7') as ip from api_key_usage`;
    expect(used).toEqual({ n: "300", ip: true });
  });

  it("counts a refusal without a latency in no histogram", async () => {
    await record([sampleRecord(1, new Date(), { outcome: "refused", status_code: 429, latency_ms: null })]);
    await record(sampleBatch(3));
    expect(await rollupDifferences(sql)).toEqual([]);
  });

  it("stores a request once, however often and in whatever company it comes", async () => {
    const batch = sampleBatch(50);
    await record(batch);
    expect(await record(batch)).toEqual({ stored: 0, duplicate: 50, dead: 0 });
    expect(await record([...batch.slice(10, 20), ...sampleBatch(5), ...batch.slice(0, 5)])).toMatchObject({
      stored: 5,
      duplicate: 15,
    });
    const twice = sampleRecord(1, new Date());
    expect(await record([twice, twice])).toEqual({ stored: 1, duplicate: 1, dead: 0 });
    expect(await rollupDifferences(sql)).toEqual([]);
  });

  it("stays true when batches overlap and are replayed in other orders at once", async () => {
    const batches = Array.from({ length: 8 }, () => sampleBatch(60));
    const overlapping = batches.map((batch, n) => [...batch, ...(batches[(n + 1) % batches.length] ?? [])]);
    const shuffled = overlapping.map((batch) => [...batch].reverse());
    const answers = await Promise.all([...overlapping, ...shuffled].map((batch) => record(batch)));
    expect(answers.reduce((sum, answer) => sum + answer.stored, 0)).toBe(480);
    expect(await count("request_logs")).toBe(480);
    expect(await rollupDifferences(sql)).toEqual([]);
  });

  it("puts the last millisecond of a day and the first of the next where they belong", async () => {
    const midnight = new Date(new Date().toISOString().slice(0, 10)).getTime();
    await record([sampleRecord(1, new Date(midnight - 1)), sampleRecord(1, new Date(midnight))]);
    const days = await sql`select day::text, request_count, hour_counts, peak_hour from usage_daily order by day`;
    expect(days.map((row) => [row.request_count, row.hour_counts, row.peak_hour])).toEqual([
      ["1", { "23": 1 }, 23],
      ["1", { "0": 1 }, 0],
    ]);
    const parts = await sql`select distinct tableoid::regclass::text as part from request_logs`;
    expect(parts.count).toBe(2);
  });

  it("makes a missing day's partition, from several drains at once", async () => {
    const day = new Date(Date.now() - 40 * 86_400_000);
    const answers = await Promise.all([1, 2, 3, 4].map(() => record(sampleBatch(5, day))));
    expect(answers.map((answer) => answer.stored)).toEqual([5, 5, 5, 5]);
    const [part] = await sql`select relrowsecurity and relforcerowsecurity as forced from pg_class
      where oid = (select tableoid from request_logs limit 1)`;
    expect(part?.forced).toBe(true);
  });

  it("puts aside what cannot be stored, with the reason, and stores the rest", async () => {
    const good = sampleBatch(20);
    const bad: unknown[] = [
      { ...sampleRecord(1, new Date()), status_code: "teapot" },
      { ...sampleRecord(2, new Date()), outcome: "vanished" },
      { ...sampleRecord(3, new Date()), workspace_id: "aaaaaaaa-0000-4000-8000-00000000dead" },
      { ...sampleRecord(4, new Date("2001-01-01T00:00:00Z")) },
      { ...sampleRecord(5, new Date()), cost_cents: "99999999999" },
      { nonsense: true },
      "not a record",
    ];
    const mixed = [...good.slice(0, 7), ...bad, ...good.slice(7)];
    expect(await record(mixed)).toEqual({ stored: 20, duplicate: 0, dead: bad.length });
    const dead = await sql`select reason, sqlstate, workspace_id from dead_records`;
    expect(dead.every((row) => row.reason.length > 10 && row.sqlstate.length === 5)).toBe(true);
    expect(dead.filter((row) => row.workspace_id === ids.workspace)).toHaveLength(4);
    expect(await record(mixed)).toEqual({ stored: 0, duplicate: 20, dead: bad.length });
    expect(await count("dead_records")).toBe(bad.length);
    expect(await rollupDifferences(sql)).toEqual([]);
  });

  it("counts refusals by their repetitions and keeps them out of the latencies", async () => {
    const refused = {
      outcome: "refused",
      decision: "refused",
      status_code: 429,
      rate_limited: true,
      repeat_count: 40,
      tokens_input: null,
    };
    await record([sampleRecord(1, new Date(), refused), sampleRecord(1, new Date())]);
    const [row] =
      await sql`select request_count, rate_limited_count, error_4xx_count, success_count, latency_count from usage_hourly`;
    expect(row).toEqual({
      request_count: "41",
      rate_limited_count: "40",
      error_4xx_count: "40",
      success_count: "1",
      latency_count: "1",
    });
  });

  it("derives percentiles within one percent from histograms that were added up", async () => {
    const latencies = Array.from({ length: 1000 }, (_, n) => 5 + n * 2);
    const batches = [0, 1, 2, 3].map((part) =>
      latencies.filter((_, n) => n % 4 === part).map((latency_ms) => ({ ...sampleRecord(3, new Date()), latency_ms })),
    );
    await Promise.all(batches.map((batch) => record(batch)));
    const [row] =
      await sql`select latency_p95_ms::float as p95, latency_p99_ms::float as p99, latency_p999_ms::float as p999,
      avg_latency_ms::float as avg, min_latency_ms::float as min, max_latency_ms::float as max from usage_daily`;
    for (const [name, quantile] of [
      ["p95", 0.95],
      ["p99", 0.99],
      ["p999", 0.999],
    ] as const) {
      const exact = latencies[Math.ceil(quantile * latencies.length) - 1] ?? 0;
      expect(Math.abs(row?.[name] - exact) / exact, name).toBeLessThan(0.0101);
    }
    expect(row).toMatchObject({ avg: 1004, min: 5, max: 2003 });
  });

  it("keeps ten thousand subjects a day and counts the rest together", async () => {
    await sql`insert into private.usage_subject_counts values (${ids.workspace}, current_date, 'end_user', 9998)`;
    const day = new Date();
    await record(["a", "b", "c", "d"].map((end_user_id) => sampleRecord(1, day, { end_user_id })));
    await record(["a", "d", "e"].map((end_user_id) => sampleRecord(1, day, { end_user_id })));
    const rows = await sql`select subject, request_count from usage_subject_daily where kind = 'end_user' order by 1`;
    expect(rows.map((row) => [row.subject, row.request_count])).toEqual([
      ["(other)", "4"],
      ["a", "2"],
      ["b", "1"],
    ]);
  });

  it("refuses what is no batch, and is closed to members", async () => {
    await expect(sql`select public.record_requests('{}')`).rejects.toThrow("takes an array");
    await expect(
      sql.begin(async (transaction) => {
        await actAs(transaction, { role: "authenticated", sub: ids.owner });
        await transaction`select public.record_requests('[]')`;
      }),
    ).rejects.toMatchObject({ code: "42501" });
  });
});

describe("gateway_balances_rebuild", () => {
  it("adds rows and adjustments per rule and subject", async () => {
    const now = new Date();
    const batch: SampleRecord[] = sampleBatch(12, now);
    await record([...batch, sampleRecord(1, now, { outcome: "refused" })]);
    const first = batch[0];
    const adjustment = {
      id: "late-1",
      workspace_id: ids.workspace,
      request_id: first?.request_id,
      created_at: now.toISOString(),
      reason: "late_settle",
      targets: [
        { rule_id: "aaaaaaaa-0000-4000-8000-000000000901", subject: "user-0", metric: "cost_nano_usd", delta: 250 },
      ],
      fields: {},
    };
    for (const answer of [
      { stored: 1, dead: 0 },
      { stored: 0, dead: 0 },
    ]) {
      const [row] = await sql`select record_adjustments(${sql.json(toJson([adjustment]))}) as answer`;
      expect(row?.answer).toEqual(answer);
    }
    const window = {
      start: new Date(now.getTime() - 1000),
      end: new Date(now.getTime() + 60_000),
      workspace_id: ids.workspace,
    };
    const rules = [
      { rule_id: "aaaaaaaa-0000-4000-8000-000000000901", per: ["end_user_id"], ...window },
      { rule_id: "aaaaaaaa-0000-4000-8000-000000000902", model_pattern: "gpt-*", tag: "even", ...window },
    ];
    const [row] = await sql`select gateway_balances_rebuild(${sql.json(toJson(rules))}) as sums`;
    const costs = (numbers: number[]) => numbers.reduce((sum, n) => sum + 1_000_000 + n, 0);
    expect(row?.sums).toEqual(
      [
        ...[0, 1, 2, 3].map((user) => {
          const numbers = batch.map((_, n) => n).filter((n) => n % 4 === user);
          return {
            rule_id: rules[0]?.rule_id,
            subject: `user-${user}`,
            requests: 3,
            input_tokens: numbers.reduce((sum, n) => sum + 100 + n, 0),
            output_tokens: numbers.reduce((sum, n) => sum + n, 0),
            cost_nano_usd: String(costs(numbers) + (user === 0 ? 250 : 0)),
          };
        }),
        {
          rule_id: rules[1]?.rule_id,
          subject: "",
          requests: 4,
          input_tokens: 416,
          output_tokens: 16,
          cost_nano_usd: String(costs([0, 4, 6, 10])),
        },
      ].map((sum) =>
        expect.objectContaining({
          rule_id: sum.rule_id,
          subject: sum.subject,
          requests: sum.requests,
          cost_nano_usd: sum.cost_nano_usd,
        }),
      ),
    );
  });
});
