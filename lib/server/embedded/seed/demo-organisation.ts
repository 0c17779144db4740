import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { TransactionSql } from "postgres";
import { createApiKey, parseApiKey } from "@/lib/kernel/api-key";
import { type DemoCaller, type DemoUpstream, demoRecords } from "./demo-usage";

const BATCH = 2_000;
const DAY_MS = 86_400_000;
/** The running periods began so long ago: after the last of the usage, before the transaction that closes the ones before. */
const ANCHOR_MS = 60_000;
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };

const TEAMS = [
  { team: "Product", customer: null, project: "Support assistant", key: "Support assistant, production", share: 45 },
  { team: "Data", customer: null, project: "Nightly summaries", key: "Summaries", share: 20 },
  { team: "Partners", customer: "Northwind", project: "Northwind portal", key: "Northwind portal", share: 35 },
] as const;

/** Where the demo's usage belongs. */
export type DemoPlace = { workspace: string; user: string; nowMs: number };

/**
 * Teams, projects, keys, a limit, budgets and thirty days of usage, all ended before `nowMs`. Every budget is anchored after
 * the last of it and the limit's window is a minute, so that the ledger, which has seen none of it, rightly counts from zero.
 */
export async function seedOrganisation(sql: TransactionSql, place: DemoPlace): Promise<void> {
  const upstreams = await demoUpstreams(sql, place.workspace);
  const callers: DemoCaller[] = [];
  for (const plan of TEAMS) callers.push(await createTeam(sql, place, plan));
  const [team] = callers;
  await createBudgets(sql, place, team?.teamId ?? null);
  await recordUsage(sql, place, callers, upstreams);
  await sql`select public.close_budget_periods()`;
}

async function demoUpstreams(sql: TransactionSql, workspace: string): Promise<DemoUpstream[]> {
  const rows = await sql<{ provider: string; credential: string; dialect: string }[]>`
    select p.id as provider, c.id as credential, p.dialect from public.providers as p
    join public.provider_credentials as c on c.provider_id = p.id
    where p.workspace_id = ${workspace} order by p.slug`;
  return rows.map(({ provider, credential, dialect }) => ({
    providerId: provider,
    credentialId: credential,
    ...(dialect === "anthropic"
      ? { models: ["claude-haiku-4-5", "claude-sonnet-4-5"], path: "/v1/messages" }
      : { models: ["gpt-4o-mini", "gpt-4o"], path: "/v1/chat/completions" }),
  }));
}

async function createTeam(sql: TransactionSql, place: DemoPlace, plan: (typeof TEAMS)[number]): Promise<DemoCaller> {
  const { workspace, user } = place;
  const [teamId, projectId, apiKeyId] = [randomUUID(), randomUUID(), randomUUID()];
  const customerId = plan.customer === null ? null : randomUUID();
  if (customerId !== null)
    await sql`insert into public.customers ${sql({ id: customerId, workspace_id: workspace, name: plan.customer })}`;
  await sql`insert into public.teams ${sql({ id: teamId, workspace_id: workspace, customer_id: customerId, name: plan.team })}`;
  await sql`insert into public.projects ${sql({ id: projectId, workspace_id: workspace, team_id: teamId, name: plan.project })}`;
  // Only the demo's first key is known to anyone: the plain text of these is gone when this function returns.
  const key = createApiKey(random);
  const face = parseApiKey(key);
  if (!face.ok) throw new Error("A key that was just made cannot be read.");
  await sql`insert into public.api_keys ${sql({
    id: apiKeyId,
    workspace_id: workspace,
    project_id: projectId,
    team_id: teamId,
    customer_id: customerId,
    name: plan.key,
    description: "Part of the demo: its past usage is made up, and nobody holds it.",
    key_prefix: face.value.prefix,
    key_last4: face.value.last4,
    key_hash: createHash("sha256").update(key).digest("hex"),
    all_providers: true,
    created_by: user,
  })}`;
  return { apiKeyId, projectId, teamId, customerId, share: plan.share };
}

async function createBudgets(
  sql: TransactionSql,
  { workspace, nowMs }: DemoPlace,
  teamId: string | null,
): Promise<void> {
  const anchored = {
    workspace_id: workspace,
    calendar_aligned: false,
    reset_anchor: new Date(nowMs - ANCHOR_MS),
    created_at: new Date(nowMs - 20 * DAY_MS),
  };
  await sql`insert into public.budgets ${sql({
    ...anchored,
    name: "Monthly budget",
    amount_cents: "10000",
    period: "MONTHLY",
    is_hard_limit: true,
  })}`;
  await sql`insert into public.budgets ${sql({
    ...anchored,
    name: "Product, a week",
    team_id: teamId,
    amount_cents: "1500",
    soft_amount_cents: "1200",
    period: "WEEKLY",
    is_hard_limit: false,
  })}`;
  await sql`insert into public.rate_limits ${sql({
    workspace_id: workspace,
    name: "Product, calls a minute",
    team_id: teamId,
    metric: "requests",
    requests: 600,
    window_ms: 60_000,
    strategy: "SLIDING_WINDOW",
  })}`;
}

async function recordUsage(
  sql: TransactionSql,
  place: DemoPlace,
  callers: readonly DemoCaller[],
  upstreams: readonly DemoUpstream[],
): Promise<void> {
  let batch: Record<string, unknown>[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const [row] = await sql`select public.record_requests(${JSON.stringify(batch)}::text::jsonb) as answer`;
    if (row?.answer.stored !== batch.length)
      throw new Error(`The demo's usage was not stored: ${JSON.stringify(row?.answer)}`);
    batch = [];
  };
  for (const record of demoRecords(place.nowMs, place.workspace, callers, upstreams)) {
    batch.push(record);
    if (batch.length === BATCH) await flush();
  }
  await flush();
}
