import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BudgetPlan, budgetPeriods } from "@/lib/kernel/rule-periods";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { actAs, ids, seedPeople } from "./principals";
import { sampleRecord } from "./sample-records";
import { toJson } from "./to-json";

const DAY_MS = 86_400_000;
const budget = "aaaaaaaa-0000-4000-8000-000000000501";
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

async function asGateway(statement: string): Promise<Record<string, unknown>> {
  return await sql.begin(async (transaction) => {
    await actAs(transaction, { role: "gateway" });
    const [row] = await transaction.unsafe(`select ${statement} as answer`);
    return row?.answer;
  });
}

async function record(records: readonly unknown[]): Promise<void> {
  await sql.begin(async (transaction) => {
    await actAs(transaction, { role: "gateway" });
    await transaction`select public.record_requests(${transaction.json(toJson(records))})`;
  });
}

describe("close_budget_periods", () => {
  it("lays out periods exactly as the gateway does, in every zone", async () => {
    const plans: (BudgetPlan & { at: string })[] = [];
    for (const timezone of ["UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Australia/Lord_Howe"])
      for (const period of ["DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "YEARLY", "ROLLING"] as const)
        for (const [duration, calendar_aligned, reset_anchor] of [
          [null, true, null],
          [null, false, "2017-01-31T02:30:00.000Z"],
          ["5h", false, "2017-01-31T02:30:00.000Z"],
          ["3d", false, null],
        ] as const)
          for (const at of ["2018-11-04T03:00:00.000Z", "2024-03-31T01:30:00.000Z", "2024-11-03T04:30:00.000Z"])
            plans.push({ period, duration, calendar_aligned, timezone, reset_anchor, at });
    const rows = await sql<{ starts: Date; ends: Date }[]>`
      select s.starts, s.ends from jsonb_array_elements(${sql.json(plans)}) with ordinality as p (value, n)
      cross join lateral private.budget_period(jsonb_populate_record(null::public.budgets, p.value), (p.value ->> 'at')::timestamptz) as s
      order by p.n`;
    const differing = plans.filter((plan, n) => {
      const { current } = budgetPeriods(plan)(Date.parse(plan.at));
      return rows[n]?.starts.getTime() !== current.startMs || rows[n]?.ends.getTime() !== current.endMs;
    });
    expect(differing).toEqual([]);
    expect(plans.length).toBe(360);
  });

  it("writes one row a period after ten days off, from however many instances, and corrects what settles late", async () => {
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    await sql`insert into budgets (id, workspace_id, name, amount_cents, period, created_at)
      values (${budget}, ${ids.workspace}, 'daily', 1000, 'DAILY', ${new Date(today - 10 * DAY_MS + 5_000)})`;
    const records = Array.from({ length: 30 }, (_, n) =>
      sampleRecord(n, new Date(today - Math.floor(n / 3) * DAY_MS + 60_000)),
    );
    await record([...records, sampleRecord(99, new Date(today - DAY_MS), { outcome: "refused" })]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => asGateway("public.close_budget_periods()")));
    expect(answers.map((answer) => answer.closed).sort()).toEqual([0, 0, 0, 0, 10]);
    expect(await asGateway("public.close_budget_periods()")).toEqual({ closed: 0, corrected: 0 });

    const history = await sql`select request_count::int as n, error_count::int as errors, actual_spent_cents as spent, (
        select sum(cost_cents) from request_logs
        where created_at >= period_start_date and created_at < period_end_date and outcome <> 'refused'
      ) as truth from budget_history order by period_start_date`;
    expect(history).toHaveLength(10);
    for (const row of history.slice(1)) expect([row.n, row.spent]).toEqual([3, row.truth]);

    await sql`update budget_history set updated_at = now() - interval '2 hours'`;
    await sql`alter table budget_history disable trigger set_updated_at`;
    await sql`update budget_history set updated_at = now() - interval '2 hours'`;
    await sql`alter table budget_history enable trigger set_updated_at`;
    await record([sampleRecord(50, new Date(today - 1_000))]);
    expect(await asGateway("public.close_budget_periods()")).toEqual({ closed: 0, corrected: 2 });
    const [last] =
      await sql`select request_count::int as n from budget_history order by period_start_date desc limit 1`;
    expect(last).toEqual({ n: 4 });
  });

  it("agrees with the ledger's rebuild on the current period, and is no change by a person", async () => {
    const [spending] = await sql`select * from budget_spending(${ids.workspace})`;
    const rule = {
      rule_id: budget,
      workspace_id: ids.workspace,
      per: [],
      start: spending?.period_start_date,
      end: spending?.period_end_date,
    };
    const [rebuilt] = await sql`select gateway_balances_rebuild(${sql.json([toJson(rule)])}) as sums`;
    expect(rebuilt?.sums[0].cost_nano_usd).toBe(String(Math.round(Number(spending?.current_spent_cents) * 1e7)));
    const [audited] = await sql`select count(*)::int as n from audit_logs where action = 'budget.update'`;
    expect(audited).toEqual({ n: 0 });
  });
});

describe("apply_retention", () => {
  it("drops the days that nobody keeps, and the rows of a workspace that keeps less", async () => {
    const days = (n: number) => new Date(Date.now() - n * DAY_MS);
    await sql`insert into workspaces (id, name, slug, settings) values
      (gen_random_uuid(), 'Long', 'long', '{"retention": {"request_logs_days": 120}}')`;
    await sql`update workspaces set settings = '{"retention": {"request_logs_days": 30}}' where id = ${ids.workspace}`;
    await record([10, 40, 100, 130].map((age) => sampleRecord(age, days(age))));
    await record([sampleRecord(1, days(40), { workspace_id: ids.elsewhere })]);
    await sql`insert into usage_minutely (workspace_id, minute, api_key_id, provider_id, project_id, model)
      values (${ids.elsewhere}, now() - interval '3 days', private.nil(), private.nil(), private.nil(), 'old')`;
    expect(await asGateway("public.apply_retention()")).toMatchObject({
      request_logs: { dropped: 1, waiting: false },
      deleted: 2,
    });
    const left =
      await sql`select workspace_id, (now()::date - created_at::date)::int as age from request_logs order by 1, 2`;
    expect(left.map((row) => row.age).filter((age) => age >= 10)).toEqual([10, 40]);
    expect((await sql`select count(*)::int as n from usage_minutely where model = 'old'`)[0]).toEqual({ n: 0 });
    expect(await asGateway("public.apply_retention()")).toMatchObject({ request_logs: { dropped: 0 }, deleted: 0 });
  });

  it("waits for another time while someone reads the day", async () => {
    await sql`update workspaces set settings = '{}'`;
    const reader = postgres(database.ownerUrl, { max: 1 });
    await reader`begin`;
    await reader`select count(*) from request_logs`;
    await record([sampleRecord(1, new Date(Date.now() - 200 * DAY_MS))]).catch((cause: unknown) => cause);
    await reader`commit`;
    await reader`begin`;
    await reader`select count(*) from request_logs`;
    expect(await asGateway("public.apply_retention()")).toMatchObject({ request_logs: { dropped: 0, waiting: true } });
    await reader`rollback`;
    await reader.end();
    expect(await asGateway("public.apply_retention()")).toMatchObject({ request_logs: { waiting: false } });
  });
});

describe("a deleted customer, team or project", () => {
  it("leaves its requests, its usage and its name", async () => {
    const [customer, team, project] = [1, 2, 3].map((n) => `aaaaaaaa-0000-4000-8000-00000000060${n}`);
    if (!customer || !team || !project) throw new Error("Three ids, please.");
    await sql`insert into customers (id, workspace_id, name) values (${customer}, ${ids.workspace}, 'Acme')`;
    await sql`insert into teams (id, workspace_id, customer_id, name) values (${team}, ${ids.workspace}, ${customer}, 'Core')`;
    await sql`insert into projects (id, workspace_id, team_id, name) values (${project}, ${ids.workspace}, ${team}, 'App')`;
    await record([sampleRecord(7, new Date(), { customer_id: customer, team_id: team, project_id: project })]);
    for (const table of ["projects", "teams", "customers"])
      await sql.unsafe(`delete from ${table} where id = any($1)`, [[customer, team, project]]);
    expect(await sql`select customer_id, team_id from request_logs where project_id = ${project}`).toEqual([
      { customer_id: customer, team_id: team },
    ]);
    expect((await sql`select sum(request_count)::int as n from usage_hourly where project_id = ${project}`)[0]).toEqual(
      { n: 1 },
    );
    expect(
      (await sql`select sum(request_count)::int as n from usage_subject_daily where subject = ${customer}`)[0],
    ).toEqual({ n: 1 });
    const names =
      await sql`select name from entity_names where entity_id = any(${[customer, team, project]}) order by 1`;
    expect(names.map((row) => row.name)).toEqual(["Acme", "App", "Core"]);
  });
});
