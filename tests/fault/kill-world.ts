import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { type CountingUpstream, startCountingUpstream } from "../helpers/counting-upstream";
import { type DashboardSession, signIn } from "../helpers/dashboard-session";
import { type Stack, startStack } from "../helpers/stack";

export const LEASE_MS = 500;

/** One database, one set of pages and one upstream for all that is killed beside them. */
export type KillWorld = {
  stack: Stack;
  session: DashboardSession;
  upstream: CountingUpstream;
  sql: postgres.Sql;
  /** A key with a budget of its own. */
  createKey(name: string, over?: Record<string, unknown>): Promise<{ key: string; keyId: string; budgetId: string }>;
  stop(): Promise<void>;
};

export async function startKillWorld(): Promise<KillWorld> {
  const running = new AsyncDisposableStack();
  const upstream = await startCountingUpstream();
  running.defer(() => upstream.stop());
  const stack = await startStack({ env: privateUpstreams(upstream) });
  running.defer(async () => void (await stack.stop()));
  const session = await signIn(stack.demo);
  await addProvider(session, upstream.port);
  await widenRateLimits(session);
  const sql = postgres(stack.run().databaseUrl, { max: 2, onnotice: () => undefined });
  running.defer(() => sql.end());
  return {
    stack,
    session,
    upstream,
    sql,
    createKey: (name, over) => createKey(session, sql, name, over),
    stop: () => running.disposeAsync(),
  };
}

export function privateUpstreams(upstream: CountingUpstream): Record<string, string> {
  return { SLUICE_PRIVATE_UPSTREAMS: `127.0.0.1:${upstream.port}` };
}

async function addProvider(session: DashboardSession, port: number): Promise<void> {
  const provider = await session.call<{ data: { id: string } }>("POST", "providers", {
    name: "Counting",
    slug: "counting",
    base_url: `http://127.0.0.1:${port}/v1`,
    dialect: "openai",
    auth_method: "BEARER",
    max_retries: 0,
  });
  await session.call("POST", "provider-credentials", {
    provider_id: provider.data.id,
    name: "main",
    api_key: "sk-counting",
  });
}

/** The demo's limit would refuse a quick host's calls by the end of a minute; it goes on counting them. */
async function widenRateLimits(session: DashboardSession): Promise<void> {
  const { data } = await session.call<{ data: { id: string }[] }>("GET", "rate-limits");
  for (const { id } of data) await session.call("PATCH", `rate-limits/${id}`, { requests: 1_000_000_000 });
}

async function createKey(
  session: DashboardSession,
  sql: postgres.Sql,
  name: string,
  over: Record<string, unknown> = {},
): Promise<{ key: string; keyId: string; budgetId: string }> {
  const { data } = await session.call<{ data: { api_key: { id: string }; key: string } }>("POST", "keys", {
    name,
    all_providers: true,
    budget: { name: `${name} budget`, amount_cents: "100000", period: "MONTHLY" },
    ...over,
  });
  const keyId = data.api_key.id;
  const [budget] = await sql<{ id: string }[]>`select id from public.budgets where api_key_id = ${keyId}`;
  return { key: data.key, keyId, budgetId: budget?.id ?? "" };
}

/** `atMs` is when the answer was complete, by `performance.now()`. */
export type Answered = { user: string; status: number; code: string | null; text: string; atMs: number };

/** Calls without end from a few workers, each for an end user of its own; what a crash swallowed is not repeated. */
export function startLoad(url: string, key: string, name: string, parallel = 16) {
  const answered: Answered[] = [];
  let isOver = false;
  let n = 0;
  const worker = async () => {
    while (!isOver) {
      const result = await callOnce(url, key, `${name}-${n++}`, n);
      if (result === null) await delay(20);
      else {
        answered.push(result);
        if (result.status >= 500) await delay(20);
      }
    }
  };
  const workers = Array.from({ length: parallel }, worker);
  return {
    answered,
    async stop() {
      isOver = true;
      await Promise.all(workers);
    },
  };
}

export async function callOnce(url: string, key: string, user: string, index: number): Promise<Answered | null> {
  try {
    const answer = await fetch(`${url}/api/proxy/counting/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: "gpt-4o-mini",
        user,
        max_tokens: 50,
        messages: [{ role: "user", content: "Count me." }],
        ...(index % 3 === 0 ? { stream: true, stream_options: { include_usage: true } } : {}),
      }),
    });
    const text = await answer.text();
    const code = answer.status < 400 ? null : String(/"code":"([a-z_]+)"/.exec(text)?.[1]);
    return { user, status: answer.status, code, text, atMs: performance.now() };
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}

export type Row = {
  request_id: string;
  end_user_id: string;
  outcome: string;
  status_code: number | null;
  upstream_latency_ms: number | null;
  tries: number;
};

/** The rows of a key once no more come. */
export async function settledRows(sql: postgres.Sql, keyId: string, quietMs = 1_500): Promise<Row[]> {
  let [previous, sinceMs] = [-1, performance.now()];
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`
      select count(*)::int as count from public.request_logs where api_key_id = ${keyId}`;
    if (count !== previous) [previous, sinceMs] = [count, performance.now()];
    else if (performance.now() - sinceMs > quietMs) break;
    await delay(200);
  }
  return [
    ...(await sql<Row[]>`
      select request_id, end_user_id, outcome::text as outcome, status_code, upstream_latency_ms,
        coalesce(jsonb_array_length(attempts), 0) as tries
      from public.request_logs where api_key_id = ${keyId} and outcome <> 'refused'`),
  ];
}

/** What rows and adjustments say that the key's budget has spent, in nano-dollars. */
export async function spentNanoUsd(sql: postgres.Sql, keyId: string, budgetId: string): Promise<number> {
  const [{ nano } = { nano: "0" }] = await sql<{ nano: string }[]>`
    select trunc(10000000 * (
      (select coalesce(sum(cost_cents), 0) from public.request_logs where api_key_id = ${keyId} and outcome <> 'refused')
      + (select coalesce(sum(delta), 0) from public.usage_adjustments where rule_id = ${budgetId} and metric = 'cost_cents')
    ))::text as nano`;
  return Number(nano);
}

/** Whose hits, rows and answers do not belong together; all empty when nothing was lost and nothing made up. */
export function contradictions(
  rows: readonly Row[],
  hits: ReadonlyMap<string, number>,
  answered: readonly Answered[],
  name: string,
) {
  const byUser = Map.groupBy(rows, (row) => row.end_user_id);
  const own = [...hits].filter(([user]) => user.startsWith(`${name}-`));
  return {
    hitsWithoutOneRow: own.filter(([user]) => byUser.get(user)?.length !== 1),
    hitsWithoutAttempt: own.filter(([user, count]) => {
      const row = byUser.get(user)?.[0];
      return row !== undefined && row.outcome !== "interrupted" && row.tries < count;
    }),
    usersWithTwoRows: [...byUser].filter(([, same]) => same.length > 1).map(([user]) => user),
    rowsWithoutHit: rows.filter(
      (row) => (row.outcome === "completed" || row.upstream_latency_ms !== null) && !hits.has(row.end_user_id),
    ),
    answersWithoutRow: answered.filter(({ user, status }) => status === 200 && byUser.get(user)?.length !== 1),
  };
}

export const NO_CONTRADICTIONS = {
  hitsWithoutOneRow: [],
  hitsWithoutAttempt: [],
  usersWithTwoRows: [],
  rowsWithoutHit: [],
  answersWithoutRow: [],
};
