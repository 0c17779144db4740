import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { actAs, ids, seedPeople } from "./principals";
import { sampleRecord } from "./sample-records";
import { toJson } from "./to-json";

const DAY_MS = 86_400_000;
const budget = "aaaaaaaa-0000-4000-8000-000000000701";
let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 6, onnotice: () => undefined });
  await seedPeople(sql);
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

const at = (ms: number) => new Date(ms);

async function close(): Promise<unknown> {
  return await sql.begin(async (transaction) => {
    await actAs(transaction, { role: "gateway" });
    const [row] = await transaction`select public.close_budget_periods() as answer`;
    return row?.["answer"];
  });
}

async function recordAt(...times: number[]): Promise<void> {
  const records = times.map((ms) => sampleRecord(Math.floor(Math.random() * 1e9), at(ms)));
  await sql.begin(async (transaction) => {
    await actAs(transaction, { role: "gateway" });
    await transaction`select public.record_requests(${transaction.json(toJson(records))})`;
  });
}

const history = () => sql<{ period_start_date: Date; period_end_date: Date; n: number }[]>`
  select period_start_date, period_end_date, request_count::int as n from budget_history
  where budget_id = ${budget} order by period_start_date`;

async function make(facts: { daysAgo: number; duration: string; anchorMs: number }): Promise<void> {
  const created = at(Date.now() - facts.daysAgo * DAY_MS);
  await sql`delete from budget_history where budget_id = ${budget}`;
  await sql`delete from budgets where id = ${budget}`;
  await sql`insert into budgets (id, workspace_id, name, amount_cents, duration, calendar_aligned, reset_anchor, created_at)
    values (${budget}, ${ids.workspace}, 'changed', 1000, ${facts.duration}, false, ${at(facts.anchorMs)}, ${created})`;
}

describe("alignment switched on for a budget in use", () => {
  it("ends the running period with what it counted, and snaps to the current one's start at zero", async () => {
    const now = Date.now();
    const anchorMs = now - 30 * 3_600_000;
    await make({ daysAgo: 3, duration: "2d", anchorMs });
    await recordAt(anchorMs - 1_000, anchorMs + 1_000, anchorMs + 2_000, now - 1_000);
    await sql`update budgets set calendar_aligned = true, reset_anchor = null, duration = '1w' where id = ${budget}`;
    const [after] =
      await sql`select period_start_date as starts, period_end_date as ends from budgets where id = ${budget}`;
    const monday = await sql`select date_trunc('week', now() at time zone 'UTC') at time zone 'UTC' as starts`;
    expect(after?.["starts"]).toEqual(monday[0]?.["starts"]);
    expect(after?.["ends"].getTime() - after?.["starts"].getTime()).toBe(7 * DAY_MS);
    const rows = await history();
    expect(rows.map(({ n }) => n)).toEqual([1, 3]);
    expect(rows[1]?.period_start_date.getTime()).toBe(anchorMs);
    expect(rows[0]?.period_end_date.getTime()).toBe(anchorMs);
    const cut = rows[1]?.period_end_date.getTime() ?? 0;
    expect(cut).toBeGreaterThanOrEqual(now);
    const [spent] =
      await sql`select current_spent_cents from budget_spending(${ids.workspace}) where budget_id = ${budget}`;
    expect(Number(spent?.["current_spent_cents"])).toBe(0);
  });

  it("keeps what the ended period came to, however often the job runs later", async () => {
    await sql`alter table budget_history disable trigger set_updated_at`;
    await sql`update budget_history set updated_at = now() - interval '2 hours' where budget_id = ${budget}`;
    await sql`alter table budget_history enable trigger set_updated_at`;
    const before = await history();
    await close();
    expect(await history()).toEqual(before);
  });

  it("leaves one row a period without a gap or an overlap, even ten days later", async () => {
    await make({ daysAgo: 12, duration: "3d", anchorMs: Date.now() - 12 * DAY_MS });
    // As the trigger leaves it: changed ten and a half days ago, in the middle of a day and of a period.
    await sql`alter table budgets disable trigger end_counted_period`;
    const cut = Date.now() - 10.5 * DAY_MS;
    await sql`insert into budget_history (workspace_id, budget_id, period_start_date, period_end_date, budget_amount_cents,
        actual_spent_cents, request_count, error_count)
      values (${ids.workspace}, ${budget}, ${at(cut - 1.5 * DAY_MS)}, ${at(cut)}, 1000, 0, 0, 0)`;
    const today = Math.floor(cut / DAY_MS) * DAY_MS;
    await sql`update budgets set calendar_aligned = true, reset_anchor = null, duration = '1d',
      period_start_date = ${at(today)}, period_end_date = ${at(today + DAY_MS)} where id = ${budget}`;
    await sql`alter table budgets enable trigger end_counted_period`;
    expect(await close()).toMatchObject({ closed: Math.floor((Date.now() - today) / DAY_MS) });
    expect(await close()).toMatchObject({ closed: 0 });
    const rows = await history();
    expect(rows[1]?.period_start_date.getTime()).toBe(Math.round(cut));
    for (const [n, row] of rows.slice(1).entries()) expect(row.period_start_date).toEqual(rows[n]?.period_end_date);
    expect(rows.at(-1)?.period_end_date.getTime()).toBe(Math.floor(Date.now() / DAY_MS) * DAY_MS);
  });

  it("writes nothing where another column changes", async () => {
    const before = await history();
    await sql`update budgets set amount_cents = 2000, name = 'renamed' where id = ${budget}`;
    expect(await history()).toEqual(before);
  });
});
