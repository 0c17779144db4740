import type { TransactionSql } from "postgres";
import type { DemoPlace } from "./demo-organisation";

/** The running periods began so long ago: after the last of the made-up usage, so that the ledger rightly counts from zero. */
const ANCHOR_MS = 60_000;

export type DemoFirstKey = { apiKeyId: string; projectId: string };

/**
 * Limits and budgets that count from the first call on, of every kind that is worth a look. None of them can refuse the
 * call that the terminal prints: those that it counts in are soft, or in the shadow.
 */
export async function createDemoRules(sql: TransactionSql, place: DemoPlace, first: DemoFirstKey): Promise<void> {
  const [customer] = await sql<{ id: string }[]>`
    select id from public.customers where workspace_id = ${place.workspace} order by name limit 1`;
  await createBudgets(sql, place, first, customer?.id ?? null);
  await createLimits(sql, place, first, customer?.id ?? null);
}

async function createBudgets(
  sql: TransactionSql,
  { workspace, nowMs }: DemoPlace,
  { apiKeyId, projectId }: DemoFirstKey,
  customerId: string | null,
): Promise<void> {
  const anchored = {
    workspace_id: workspace,
    calendar_aligned: false,
    reset_anchor: new Date(nowMs - ANCHOR_MS),
  };
  await sql`insert into public.budgets ${sql({
    ...anchored,
    name: "First key, a day",
    description: "Counts the call that the terminal prints. Only alerts.",
    api_key_id: apiKeyId,
    amount_cents: "5",
    period: "DAILY",
    is_hard_limit: false,
  })}`;
  await sql`insert into public.budgets ${sql({
    ...anchored,
    name: "Each end user of the playground",
    project_id: projectId,
    per: ["end_user"],
    amount_cents: "1",
    period: "WEEKLY",
    is_hard_limit: false,
  })}`;
  await sql`insert into public.budgets ${sql({
    ...anchored,
    name: "Northwind, a quarter",
    customer_id: customerId,
    amount_cents: "25000",
    period: "QUARTERLY",
    timezone: "Europe/Berlin",
  })}`;
}

async function createLimits(
  sql: TransactionSql,
  { workspace }: DemoPlace,
  { projectId }: DemoFirstKey,
  customerId: string | null,
): Promise<void> {
  await sql`insert into public.rate_limits ${sql({
    workspace_id: workspace,
    name: "Each end user, 20 a minute",
    description: "Tried out in the shadow before it refuses anybody.",
    project_id: projectId,
    metric: "requests",
    requests: 20,
    window_ms: 60_000,
    strategy: "SLIDING_WINDOW",
    per: ["end_user"],
    enforcement: "shadow",
  })}`;
  await sql`insert into public.rate_limits ${sql({
    workspace_id: workspace,
    name: "Northwind, at a time",
    customer_id: customerId,
    metric: "concurrency",
    requests: 50,
  })}`;
  await sql`insert into public.rate_limits ${sql({
    workspace_id: workspace,
    name: "Northwind, an even flow",
    customer_id: customerId,
    metric: "requests",
    requests: 20,
    refill_rate: 10,
    max_wait_ms: 2_000,
    strategy: "LEAKY_BUCKET",
  })}`;
}
