import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSocketLedger } from "@/lib/adapters/ledger-socket/client";
import { type CountingUpstream, startCountingUpstream } from "../helpers/counting-upstream";
import { type DashboardSession, signIn } from "../helpers/dashboard-session";
import { type Stack, startStack } from "../helpers/stack";

const CALLS = 2_000;
const PARALLEL = 24;

let upstream: CountingUpstream;
let stack: Stack;
let session: DashboardSession;

beforeAll(async () => {
  upstream = await startCountingUpstream();
  stack = await startStack({
    env: { SLUICE_PRIVATE_UPSTREAMS: `127.0.0.1:${upstream.port}`, SLUICE_LEASE_MS: "500" },
  });
  session = await signIn(stack.demo);
}, 180_000);

afterAll(async () => {
  await stack.stop();
  await upstream.stop();
}, 60_000);

type Answered = { user: string; status: number };

async function callOnce(key: string, user: string, index: number): Promise<Answered | null> {
  try {
    const answer = await fetch(`${stack.demo.url}/api/proxy/counting/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: "gpt-4o-mini",
        user,
        messages: [{ role: "user", content: "Count me." }],
        ...(index % 3 === 0 ? { stream: true, stream_options: { include_usage: true } } : {}),
      }),
    });
    await answer.arrayBuffer();
    return { user, status: answer.status };
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}

/** Runs all calls from a few workers; a call that the crash swallowed is not repeated, a refused connection waits a little. */
async function runCalls(key: string, onProgress: (done: number) => void): Promise<Answered[]> {
  const answered: Answered[] = [];
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < CALLS) {
      const index = next++;
      const result = await callOnce(key, `call-${index}`, index);
      if (result === null) await delay(20);
      else answered.push(result);
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return answered;
}

async function createProviderWithKey(): Promise<{ key: string; keyId: string }> {
  const provider = await session.call<{ data: { id: string } }>("POST", "providers", {
    name: "Counting",
    slug: "counting",
    base_url: `http://127.0.0.1:${upstream.port}/v1`,
    dialect: "openai",
    auth_method: "BEARER",
  });
  await session.call("POST", "provider-credentials", {
    provider_id: provider.data.id,
    name: "main",
    api_key: "sk-counting",
  });
  const created = await session.call<{ data: { api_key: { id: string }; key: string } }>("POST", "keys", {
    name: "counting",
    all_providers: true,
  });
  return { key: created.data.key, keyId: created.data.api_key.id };
}

type Row = { end_user_id: string; status_code: number | null; upstream_latency_ms: number | null; outcome: string };

async function settledRows(keyId: string): Promise<{ rows: Row[]; spentNanoUsd: number }> {
  const sql = postgres(stack.run().databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    let previous = -1;
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`
        select count(*)::int as count from public.request_logs where api_key_id = ${keyId}`;
      if (count === previous && attempt > 6) break;
      previous = count;
      await delay(500);
    }
    const rows = await sql<Row[]>`
      select end_user_id, status_code, upstream_latency_ms, outcome::text as outcome from public.request_logs where api_key_id = ${keyId}`;
    const [{ nano } = { nano: "0" }] = await sql<{ nano: string }[]>`
      select coalesce(round(sum(cost_cents) * 10000000), 0)::text as nano from public.request_logs
      where workspace_id = (select workspace_id from public.api_keys where id = ${keyId}) and decision is distinct from 'refused'
        and created_at >= (select reset_anchor from public.budgets where name = 'Monthly budget')`;
    return { rows: [...rows], spentNanoUsd: Number(nano) };
  } finally {
    await sql.end();
  }
}

describe("the Node host is killed amid two thousand calls", () => {
  it("every answer has exactly one row, every upstream outcome a hit, and the counters agree with the rows", async () => {
    const { key, keyId } = await createProviderWithKey();
    const firstPid = stack.run().parts["node-host"]?.pid ?? 0;
    let killed = false;
    const answered = await runCalls(key, (done) => {
      if (killed || done < CALLS / 3) return;
      killed = true;
      process.kill(firstPid, "SIGKILL");
    });
    await stack.ready();
    expect(stack.run().parts["node-host"]?.pid).not.toBe(firstPid);

    const { rows, spentNanoUsd } = await settledRows(keyId);
    const rowsByUser = Map.groupBy(rows, (row) => row.end_user_id);
    const served = answered.filter((answer) => answer.status === 200);
    expect(served.length).toBeGreaterThan(CALLS / 2);
    expect(served.filter(({ user }) => rowsByUser.get(user)?.length !== 1)).toEqual([]);
    expect([...rowsByUser.values()].filter((same) => same.length > 1)).toEqual([]);
    const withUpstream = rows.filter((row) => row.outcome === "completed" || row.upstream_latency_ms !== null);
    expect(withUpstream.filter((row) => !upstream.hits.has(row.end_user_id))).toEqual([]);
    expect([...upstream.hits].filter(([user, hits]) => hits !== 1 || rowsByUser.get(user)?.length !== 1)).toEqual([]);

    await expectNoDrift(spentNanoUsd);
  }, 180_000);
});

/** The seeded workspace budget counts all money since it was made: its counter must equal the rows, with nothing held. */
async function expectNoDrift(spentNanoUsd: number): Promise<void> {
  const sql = postgres(stack.run().databaseUrl, { max: 1, onnotice: () => undefined });
  const [budget] = await sql<{ id: string }[]>`select id from public.budgets where name = 'Monthly budget'`;
  await sql.end();
  const ledger = createSocketLedger({ path: `${stack.home}/ledger.sock` });
  try {
    const balances = await ledger.balances([{ ruleId: budget?.id ?? "" }]);
    expect(balances.map(({ used, held }) => ({ used, held }))).toEqual([{ used: spentNanoUsd, held: 0 }]);
    expect(await ledger.openHolds({})).toEqual([]);
  } finally {
    await ledger.close();
  }
}
