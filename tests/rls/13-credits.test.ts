import { randomUUID } from "node:crypto";
import fc from "fast-check";
import postgres, { type Sql, type TransactionSql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compileCredit } from "@/lib/gateway/rules/compile-credit";
import { KeySnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import { softRuleId } from "@/lib/kernel/derived-ids";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { actAs, type Claims, claimsOf, ids, seedPeople } from "./principals";
import { sampleRecord } from "./sample-records";
import { toJson } from "./to-json";

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.ownerUrl, { max: 4, onnotice: () => undefined });
  await seedPeople(sql);
});

beforeEach(async () => {
  await sql`truncate request_logs, usage_adjustments, dead_records, credit_purchases, credit_accounts, budget_crossings`;
});

afterAll(async () => {
  await sql.end();
  await database.stop();
});

const fail = (): never => {
  throw new Error("Nothing was found.");
};
const HOUR_MS = 3_600_000;
const nowMs = Math.floor(Date.now() / 1000) * 1000;
const inHours = (hours: number) => new Date(nowMs + hours * HOUR_MS);

type Answer = readonly Record<string, unknown>[];

async function as(claims: Claims, call: (own: TransactionSql) => Promise<Answer>): Promise<Answer> {
  let answer: Answer = [];
  await sql.begin(async (transaction) => {
    await actAs(transaction, claims);
    answer = await call(transaction);
  });
  return answer;
}

type Grant = { id: string; amount: number; expiresInHours: number | null };

async function grant(facts: Partial<Grant> & { amount: number; kind?: string }, claims = claimsOf("owner")) {
  const purchase = {
    id: facts.id ?? randomUUID(),
    workspace_id: ids.workspace,
    kind: facts.kind ?? "money",
    amount: String(facts.amount),
    expires_at: facts.expiresInHours == null ? null : inHours(facts.expiresInHours).toISOString(),
  };
  await as(claims, (own) => own`select public.grant_credit(${own.json(toJson(purchase))})`);
  return purchase.id;
}

async function accountId(kind = "money"): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select id from credit_accounts where kind = ${kind}`;
  if (!row) throw new Error("No account.");
  return row.id;
}

const record = (records: readonly unknown[]) =>
  as(claimsOf("gateway"), (own) => own`select public.record_requests(${own.json(toJson(records))})`);

const spending = (account: string, cents: number, atHours: number, more: object = {}) => ({
  ...sampleRecord(1, inHours(atHours), { cost_cents: String(cents), ...more }),
  credit_accounts: [account],
});

async function standing() {
  const purchases = await sql<{ id: string; remaining: number }[]>`
    select id, remaining::float8 as remaining from credit_purchases order by expires_at nulls last, created_at, id`;
  const [account] = await sql<{ spent: number; balance: number; limit: number }[]>`
    select a.spent::float8 as spent, w.credit_balance_cents::float8 as balance, private.allocated_credit(a)::float8 + coalesce((
        select sum(p.remaining)::float8 from credit_purchases as p where p.kind = a.kind and coalesce(p.expires_at > now(), true)
      ), 0) as limit
    from credit_accounts as a join workspaces as w on w.id = a.workspace_id where a.kind = 'money'`;
  return { remaining: Object.fromEntries(purchases.map((p) => [p.id, p.remaining])), ...account };
}

const versionOf = async () =>
  Number((await sql`select private.version_of(${ids.workspace}, 'workspace') as n`)[0]?.["n"]);

describe("credit", () => {
  it("is spent earliest expiry first, shown as the workspace's balance, and limits the same before and after a drain", async () => {
    const late = await grant({ amount: 100, expiresInHours: 30 });
    const endless = await grant({ amount: 50, expiresInHours: null });
    const early = await grant({ amount: 20, expiresInHours: 10 });
    const account = await accountId();
    const version = await versionOf();
    expect((await standing()).balance).toBe(170);
    await record([spending(account, 15, 0), spending(account, 15, 1)]);
    expect(await standing()).toEqual({
      remaining: { [early]: 0, [late]: 90, [endless]: 50 },
      spent: 30,
      balance: 140,
      limit: 170,
    });
    expect(await versionOf()).toBe(version);
  });

  it("reaches the gateway as the limit that it is, with nothing that has expired or is used up", async () => {
    await grant({ amount: 100, expiresInHours: 30 });
    const gone = await grant({ amount: 7, expiresInHours: 1 });
    await sql`update credit_purchases set expires_at = now() - interval '1 second' where id = ${gone}`;
    await record([spending(await accountId(), 12.5, 2)]);
    const [row] = await sql`select private.snapshot_workspace(${ids.workspace}) -> 'credits' as credits`;
    const [credit] = KeySnapshot.shape.workspace.shape.credits.parse(row?.["credits"]);
    expect(credit).toMatchObject({
      id: await accountId(),
      allocated: "12.5000000",
      purchases: [{ remaining: "87.5000000" }],
    });
    const { limitAt } = compileCredit(credit ?? fail());
    expect([limitAt(nowMs), limitAt(nowMs + 30 * HOUR_MS)]).toEqual([1_000_000_000, 125_000_000]);
  });

  it("counts a record once however often it is delivered, refusals never, and no record that does not name the account", async () => {
    await grant({ amount: 100, expiresInHours: 30 });
    const account = await accountId();
    const one = spending(account, 10, 0);
    await record([one, spending(account, 10, 0, { outcome: "refused", status_code: 402 })]);
    await Promise.all([record([one]), record([one])]);
    await record([sampleRecord(1, inHours(0), { cost_cents: "7" })]);
    expect(await standing()).toMatchObject({ spent: 10, balance: 90 });
  });

  it("books what was spent beyond it as a debt that the next purchase pays first", async () => {
    await grant({ amount: 10, expiresInHours: 30 });
    const account = await accountId();
    await record([spending(account, 12.5, 0)]);
    expect(await standing()).toMatchObject({ spent: 12.5, balance: -2.5, limit: 10 });
    const next = await grant({ amount: 10, expiresInHours: 40 });
    expect(await standing()).toMatchObject({ balance: 7.5, limit: 20, remaining: { [next]: 7.5 } });
    expect((await sql`select public.gateway_credit_spending() as all`)[0]?.["all"]).toEqual([
      { rule_id: account, workspace_id: ids.workspace, subject: "", metric: "cost_nano_usd", used: "125000000" },
    ]);
  });

  it("gives back what a late settlement takes back, once", async () => {
    const early = await grant({ amount: 10, expiresInHours: 10 });
    const late = await grant({ amount: 10, expiresInHours: 20 });
    const account = await accountId();
    const one = spending(account, 14, 0);
    await record([one]);
    const adjustment = {
      id: `${one.request_id}/late/1`,
      workspace_id: ids.workspace,
      request_id: one.request_id,
      created_at: inHours(0).toISOString(),
      reason: "late_settle",
      targets: [{ rule_id: account, subject: "", metric: "cost_nano_usd", delta: -60_000_000 }],
      fields: {},
    };
    const adjust = () =>
      as(claimsOf("gateway"), (own) => own`select public.record_adjustments(${own.json(toJson([adjustment]))})`);
    await adjust();
    await adjust();
    expect(await standing()).toMatchObject({ spent: 8, remaining: { [early]: 2, [late]: 10 }, balance: 12 });
  });

  it("lapses at its expiry, once, and the gateways read the workspace anew", async () => {
    const gone = await grant({ amount: 10, expiresInHours: 1 });
    await grant({ amount: 5, expiresInHours: 20 });
    await sql`update credit_purchases set expires_at = now() - interval '1 second' where id = ${gone}`;
    const version = await versionOf();
    const lapse = async () => (await as(claimsOf("gateway"), (own) => own`select public.lapse_credits() as n`))[0];
    expect(await lapse()).toEqual({ n: 1 });
    expect(await versionOf()).toBe(version + 1);
    expect(await lapse()).toEqual({ n: 0 });
    expect(await standing()).toMatchObject({ balance: 5, limit: 5 });
    // What was admitted before the expiry and drains after it still spends that purchase, and raises the limit back.
    await record([spending(await accountId(), 4, -1)]);
    expect(await standing()).toMatchObject({ remaining: { [gone]: 6 }, balance: 5, limit: 9, spent: 4 });
    expect(await versionOf()).toBe(version + 2);
  });

  it("of requests counts calls, whole ones", async () => {
    await expect(grant({ kind: "requests", amount: 1.5 })).rejects.toThrow(/whole_requests/);
    await grant({ kind: "requests", amount: 10 });
    const account = await accountId("requests");
    await record([spending(account, 3, 0), spending(account, 0, 0, { outcome: "failed", status_code: 502 })]);
    const [row] = await sql`select credit_logs_balance::int as n from workspaces where id = ${ids.workspace}`;
    expect(row).toEqual({ n: 8 });
  });

  it("is granted by an OWNER only while the installation has no operators, and by nobody in another workspace", async () => {
    for (const principal of ["admin", "viewer", "outsider", "both", "key"] as const)
      await expect(grant({ amount: 1 }, claimsOf(principal)), principal).rejects.toThrow(/operators/);
    await grant({ amount: 1 });
    await sql`insert into operators (user_id) values (${ids.admin})`;
    await expect(grant({ amount: 1 })).rejects.toThrow(/operators/);
    await grant({ amount: 1 }, claimsOf("admin"));
    await sql`delete from operators`;
  });

  it("is refused where one counter could not hold it, or where it has expired", async () => {
    await grant({ amount: 900_000_000 });
    await expect(grant({ amount: 800_000 })).rejects.toThrow(/at most 900719925/);
    await expect(grant({ amount: 1, expiresInHours: -1 })).rejects.toThrow(/later expires_at/);
  });

  it("ends the same in whatever order, batches and repetition its records drain (property)", async () => {
    const event = fc.record({ cents: fc.integer({ min: 1, max: 60 }), hour: fc.integer({ min: 0, max: 40 }) });
    const purchase = fc.record({ amount: fc.integer({ min: 1, max: 80 }), hour: fc.integer({ min: 1, max: 40 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(purchase, { minLength: 1, maxLength: 4 }),
        fc.array(event, { maxLength: 8 }),
        fc.array(fc.nat(1_000), { minLength: 8, maxLength: 8 }),
        async (purchases, events, order) => {
          await sql`truncate request_logs, credit_purchases, credit_accounts`;
          const granted: Grant[] = [];
          for (const { amount, hour } of purchases)
            granted.push({
              id: await grant({ amount, expiresInHours: hour + 0.5 }),
              amount,
              expiresInHours: hour + 0.5,
            });
          const account = await accountId();
          const records = events.map(({ cents, hour }) => spending(account, cents, hour));
          const shuffled = records
            .map((one, n) => ({ one, place: order[n] ?? 0 }))
            .sort((a, b) => a.place - b.place)
            .map(({ one }) => one);
          const middle = Math.floor(shuffled.length / 2);
          await record(shuffled.slice(0, middle));
          await record([...shuffled.slice(middle), ...shuffled.slice(0, 1)]);
          const after = await standing();
          const expected = replay(granted, events);
          expect(after.spent).toBe(events.reduce((sum, { cents }) => sum + cents, 0));
          expect(Object.values(after.remaining).reduce((sum, rest) => sum + rest, 0)).toBe(expected.left);
          expect(after.limit).toBe(granted.reduce((sum, { amount }) => sum + amount, 0));
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** The same by hand: in the order of time, earliest expiry first. */
function replay(grants: readonly Grant[], events: readonly { cents: number; hour: number }[]): { left: number } {
  const purchases = grants
    .map(({ amount, expiresInHours }) => ({ left: amount, until: expiresInHours ?? Infinity }))
    .sort((a, b) => a.until - b.until);
  for (const { cents, hour } of [...events].sort((a, b) => a.hour - b.hour)) {
    let open = cents;
    for (const one of purchases) {
      if (one.until <= hour) continue;
      const part = Math.min(open, one.left);
      one.left -= part;
      open -= part;
    }
  }
  return { left: purchases.reduce((sum, one) => sum + one.left, 0) };
}

describe("thresholds that were crossed", () => {
  it("are kept once a period and subject, for the budget or for its soft amount", async () => {
    const budget = randomUUID();
    await sql`insert into budgets (id, workspace_id, name, amount_cents, soft_amount_cents)
      values (${budget}, ${ids.workspace}, 'b', 100, 40)`;
    const [soft] = await sql<{ id: string }[]>`select private.soft_rule_id(${budget}) as id`;
    expect(soft?.id).toBe(softRuleId(budget));
    const crossing = (ruleId: string | undefined, threshold: number, periodStartMs = nowMs) => ({
      ...{ ruleId, subject: "", threshold, used: 500_000_000, limit: 1_000_000_000, periodStartMs },
    });
    const crossed = [crossing(budget, 50), crossing(soft?.id, 100), crossing(randomUUID(), 50)];
    await record([{ ...sampleRecord(1, inHours(0)), crossed_thresholds: crossed }]);
    await record([
      { ...sampleRecord(1, inHours(0)), crossed_thresholds: [crossing(budget, 50), crossing(budget, 80)] },
    ]);
    await record([{ ...sampleRecord(1, inHours(0)), crossed_thresholds: [crossing(budget, 50, nowMs + 1_000)] }]);
    const rows = await sql`
      select budget_id, is_soft, threshold::int, used_cents::text from budget_crossings order by period_start_date, is_soft, threshold`;
    expect(rows).toEqual([
      { budget_id: budget, is_soft: false, threshold: 50, used_cents: "50.0000000" },
      { budget_id: budget, is_soft: false, threshold: 80, used_cents: "50.0000000" },
      { budget_id: budget, is_soft: true, threshold: 100, used_cents: "50.0000000" },
      { budget_id: budget, is_soft: false, threshold: 50, used_cents: "50.0000000" },
    ]);
  });
});

describe("the limits of a plan", () => {
  it.each([
    ["nothing", {}, true],
    ["all three", { requests_per_month: 10, tokens_per_month: null, spend_cents_per_month: "12.5" }, true],
    ["a word nobody knows", { request_per_month: 10 }, false],
    ["a fraction of a request", { requests_per_month: 1.5 }, false],
    ["less than nothing", { requests_per_month: -1 }, false],
    ["more money than a counter holds", { spend_cents_per_month: "900719926" }, false],
    ["a text where a number belongs", { tokens_per_month: "10" }, false],
    ["a list", [], false],
  ])("%s", async (_, limits, isTaken) => {
    const set = sql`update workspaces set plan_limits = ${sql.json(toJson(limits))} where id = ${ids.elsewhere}`;
    if (isTaken) await set;
    else await expect(set).rejects.toThrow(/workspaces_plan_limits_known/);
  });
});
