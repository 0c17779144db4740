import { describe, expect, it } from "vitest";
import { LedgerUnavailable } from "@/lib/ledger/port";
import { createHarness, type Harness, headerIn, jsonReply } from "@/tests/helpers/gateway-harness";
import {
  ANTHROPIC_ID,
  budget,
  HTTP_ID,
  KEY_ID,
  NO_END_USER_FACTS,
  OPENAI_ID,
  rateLimit,
  snapshot,
  WORKSPACE_ID,
} from "@/tests/helpers/snapshot-fixture";

const chat = { model: "gpt-4o-mini", max_tokens: 200, messages: [{ role: "user", content: "Hi" }] };
const completion = { model: "gpt-4o-mini", choices: [], usage: { prompt_tokens: 1_000, completion_tokens: 200 } };
const id = (last: string) => `01930000-0000-7000-8000-0000000000${last}`;

const rules = {
  rate_limits: [
    rateLimit({ id: id("a1"), name: "minute", requests: 10 }),
    rateLimit({ id: id("a2"), name: "each user", requests: 5, per: ["end_user"] }),
    rateLimit({ id: id("a3"), name: "mini", requests: 100, model_pattern: "gpt-4o-mini" }),
    rateLimit({ id: id("a4"), name: "another team's", team_id: id("99"), requests: 1 }),
    rateLimit({ id: id("a6"), name: "another team's model", team_id: id("99"), requests: 1, model_pattern: "*" }),
    rateLimit({ id: id("a5"), name: "burst", strategy: "TOKEN_BUCKET", bucket_size: 20, refill_rate: 2 }),
  ],
  budgets: [budget({ id: id("b1"), name: "month", amount_cents: "100.0000000" })],
  credits: [
    {
      id: id("c1"),
      kind: "money" as const,
      allocated: "0.0000000",
      purchases: [{ remaining: "5.0000000", expires_at: null }],
    },
  ],
};

function harnessWith(facts: Parameters<typeof snapshot>[0] = { workspace: rules }): Harness {
  return createHarness({ snapshot: snapshot(facts), upstream: () => jsonReply(completion) });
}

async function ask(harness: Harness, query = "", headers: [string, string][] = []) {
  const answer = await harness.call({ path: `/api/proxy/quota${query}`, headers });
  return { ...answer, body: JSON.parse(answer.text) };
}
const names = (list: { name: string }[]) => list.map(({ name }) => name);

describe("GET /api/proxy/quota", () => {
  it("tells a key its rules and what is left of each, in units and in dollars", async () => {
    const harness = harnessWith();
    await harness.call({ json: chat });
    await harness.call({ json: chat });
    await harness.records();
    const { status, body, headers } = await ask(harness);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: "quota",
      key: { id: KEY_ID, name: "app" },
      credits: { remaining_cents: "4.9460000", remaining_requests: null },
    });
    expect(names(body.rules)).toEqual(["minute", "burst", "month", "credit"]);
    expect(body.rules[0]).toMatchObject({
      ...{ id: id("a1"), kind: "rate_limit", metric: "requests", limit: 10, used: 2, held: 0, remaining: 8 },
      ...{ resets_at: "2026-11-20T12:01:00.000Z", window_ms: 60_000, enforcement: "enforce" },
    });
    expect(body.rules[1]).toMatchObject({ limit: 20, used: 2, remaining: 18, resets_at: "2026-11-20T12:00:01.000Z" });
    expect(body.rules[2]).toMatchObject({
      ...{ kind: "budget", metric: "cost_cents", limit: "100.0000000", used: "0.0540000", remaining: "99.9460000" },
      usd: { limit: "1.000000000", used: "0.000540000", held: "0.000000000", remaining: "0.999460000" },
    });
    expect(headerIn(headers, "ratelimit")).toContain('"minute";r=8;t=60');
    expect(headerIn(headers, "cache-control")).toBe("no-store");
  });

  it("counts what is held by calls that are still running", async () => {
    const harness = harnessWith({ workspace: { budgets: rules.budgets } });
    const gate = Promise.withResolvers<ReturnType<typeof jsonReply>>();
    harness.state.upstream = () => gate.promise;
    const running = harness.call({ json: chat });
    await new Promise((resolve) => setImmediate(resolve));
    expect((await ask(harness)).body.rules[0].usd.held).toBe("0.000127200");
    gate.resolve(jsonReply(completion));
    await running;
  });

  it("changes no counter, leaves no hold and no record", async () => {
    const harness = harnessWith();
    await harness.call({ json: chat });
    await harness.records();
    const before = await harness.ledger.balances([{ ruleId: id("a1") }, { ruleId: id("b1") }]);
    for (let question = 0; question < 20; question += 1) await ask(harness, "?end_user=ada&model=demo/gpt-4o-mini");
    expect(await harness.ledger.balances([{ ruleId: id("a1") }, { ruleId: id("b1") }])).toEqual(before);
    expect(await harness.ledger.openHolds({})).toEqual([]);
    expect(await harness.records()).toEqual([]);
    expect(harness.sent).toHaveLength(1);
  });

  it("lists what depends on the call apart, and tells it for the end user and the model that are asked for", async () => {
    const harness = harnessWith();
    await harness.call({ json: chat, headers: [["x-sluice-end-user", "ada"]] });
    await harness.gateway.idle();
    const { body: open } = await ask(harness);
    expect(open.depending).toMatchObject([
      { name: "each user", per: ["end_user"], depends_on: ["end_user"] },
      { name: "mini", depends_on: ["model"] },
    ]);
    const forAda = (await ask(harness, "?end_user=ada")).body;
    expect(forAda.rules.find(({ name }: { name: string }) => name === "each user")).toMatchObject({
      used: 1,
      per: { end_user: "ada" },
    });
    expect(names(forAda.depending)).toEqual(["mini"]);
    const forBob = (await ask(harness, "?model=demo/gpt-4o-mini", [["x-sluice-end-user", "bob"]])).body;
    expect(forBob.rules.find(({ name }: { name: string }) => name === "each user")).toMatchObject({ used: 0 });
    expect(forBob.rules.find(({ name }: { name: string }) => name === "mini")).toMatchObject({ used: 1 });
    expect(forBob.depending).toEqual([]);
    expect(names((await ask(harness, "?model=demo/gpt-4o")).body.rules)).not.toContain("mini");
  });

  it("shows no rule of another team, and no provider that the key may not call", async () => {
    const harness = harnessWith({
      workspace: rules,
      key: {
        all_providers: false,
        providers: [{ provider_id: OPENAI_ID, weight: 1, allowed_models: [], credential_ids: [] }],
      },
    });
    expect((await ask(harness)).text).not.toContain("another team");
    expect((await ask(harness, "?model=claude/claude-sonnet-4-5")).body.error.code).toBe("provider_not_found");
    expect([ANTHROPIC_ID, HTTP_ID].some((other) => JSON.stringify(rules).includes(other))).toBe(false);
  });

  it("tells the rules that name the end user", async () => {
    const harness = harnessWith({ workspace: { end_users_have_rules: true } });
    const own = rateLimit({ id: id("e1"), name: "ada's", end_user_id: "ada", requests: 3 });
    harness.endUsers.set("ada", { ...NO_END_USER_FACTS, rate_limits: [own] });
    expect(names((await ask(harness, "?end_user=ada")).body.rules)).toEqual(["ada's"]);
    expect((await ask(harness)).body.rules).toEqual([]);
  });

  it("knows a change of the rules at the very next question", async () => {
    const harness = harnessWith();
    await ask(harness);
    harness.setSnapshot(snapshot({ versions: { workspace: 2 }, workspace: {} }));
    await harness.ledger.bump({ [`${WORKSPACE_ID}/workspace`]: 2 });
    expect((await ask(harness)).body.rules).toEqual([]);
  });

  it("is refused like any call: without a key, to a revoked one, by another method, while the ledger is away", async () => {
    const harness = harnessWith();
    expect((await harness.call({ path: "/api/proxy/quota", isKeySent: false })).status).toBe(401);
    expect((await harness.call({ path: "/api/proxy/quota", json: {} })).status).toBe(405);
    expect((await harness.call({ path: "/api/proxy/quota/more" })).status).toBe(404);
    const frozen = harnessWith({ workspace: { panic_mode: true } });
    expect((await ask(frozen)).status).toBe(403);
    const away = createHarness({
      snapshot: snapshot({ workspace: rules }),
      ledger: (real) => ({ ...real, balances: () => Promise.reject(new LedgerUnavailable("away")) }),
    });
    expect((await ask(away)).body.error.code).toBe("ledger_unavailable");
  });
});
