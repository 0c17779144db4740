import { describe, expect, it } from "vitest";
import { createHarness, headerIn, jsonReply } from "@/tests/helpers/gateway-harness";
import { rateLimit, snapshot } from "@/tests/helpers/snapshot-fixture";

const TIER_ID = "01930000-0000-7000-8000-0000000000d1";
const PROJECT_ID = "01930000-0000-7000-8000-0000000000d2";
const START = "2026-11-20T12:00:00.000Z";
const chat = { model: "gpt-4o-mini", max_tokens: 1, messages: [{ role: "user", content: "Hi" }] };
const id = (n: number) => `01930000-0000-7000-8000-0000000001${String(n).padStart(2, "0")}`;
const plain = { path: "/api/proxy/things/x" };
const asUser = (user: string) => ({ ...plain, headers: [["x-sluice-end-user", user]] as [string, string][] });

type Limits = Partial<Parameters<typeof rateLimit>[0]>[];
type Facts = NonNullable<Parameters<typeof snapshot>[0]>;

function harnessWith(limits: Limits, facts: Facts = {}, upstream = () => jsonReply({ ok: true })) {
  const rate_limits = limits.map((limit, n) => rateLimit({ id: id(n), ...limit }));
  return createHarness({ snapshot: snapshot({ ...facts, workspace: { rate_limits, ...facts.workspace } }), upstream });
}

const ruleOf = (answer: { text: string }) => JSON.parse(answer.text).sluice?.rule;

describe("12 calls a minute and 200 a month", () => {
  it("refuse the 13th, which the month does not count", async () => {
    const harness = harnessWith([
      { name: "minute", requests: 12 },
      { name: "month", requests: 200, window_ms: null, duration: "1M", calendar_aligned: true },
    ]);
    const answers = [];
    for (let n = 0; n < 13; n += 1) answers.push(await harness.call(plain));
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 12 }, () => 200), 429]);
    const twelfth = answers[11]?.headers ?? [];
    expect(headerIn(twelfth, "ratelimit")).toBe('"minute";r=0;t=60, "month";r=188;t=907200');
    expect(headerIn(twelfth, "x-ratelimit-remaining-requests")).toBe("0");
    const refused = answers[12];
    expect(headerIn(refused?.headers ?? [], "ratelimit")).toBe('"minute";r=0;t=60, "month";r=188;t=907200');
    expect(headerIn(refused?.headers ?? [], "retry-after")).toBe("60");
    expect(ruleOf({ text: refused?.text ?? "" })).toMatchObject({ name: "minute", limit: 12, used: 12 });
    await harness.gateway.idle();
    expect(await harness.ledger.balances([{ ruleId: id(1) }])).toMatchObject([{ used: 12, held: 0 }]);
  });
});

describe("a token bucket of three, refilled at six a second", () => {
  const bucket = { strategy: "TOKEN_BUCKET", per: ["end_user"], bucket_size: 3, refill_rate: 6, requests: 3 } as const;

  it("refuses the fourth call and says when, lets three more pass after 500 ms, and leaves another user alone", async () => {
    const harness = harnessWith([{ ...bucket, per: [...bucket.per] }]);
    const burst = async (user: string, calls = 4) => {
      const statuses = [];
      for (let n = 0; n < calls; n += 1) statuses.push((await harness.call(asUser(user))).status);
      return statuses;
    };
    expect(await burst("ada")).toEqual([200, 200, 200, 429]);
    const refused = await harness.call(asUser("ada"));
    expect(headerIn(refused.headers, "retry-after")).toBe("1");
    expect(ruleOf(refused).resets_at).toBe("2026-11-20T12:00:00.167Z");
    expect(await burst("bob")).toEqual([200, 200, 200, 429]);
    await harness.time.advance(500);
    expect(await burst("ada")).toEqual([200, 200, 200, 429]);
  });
});

describe("a leaky bucket of one call per 100 ms with a queue of three", () => {
  const leaky: Limits = [
    { strategy: "LEAKY_BUCKET", bucket_size: 3, refill_rate: 10, max_wait_ms: 1_000, requests: 3 },
    { metric: "concurrency", requests: 4 },
  ];

  it("answers five calls at 0, 100, 200 and 300 ms and one with 429", async () => {
    const harness = harnessWith(leaky);
    const answered: [number, number][] = [];
    const calls = Array.from({ length: 5 }, async () => {
      const { status } = await harness.call(plain);
      answered.push([status, harness.time.nowMs() - Date.parse(START)]);
    });
    await harness.time.advance(99);
    expect(answered.toSorted(([a], [b]) => a - b)).toEqual([
      [200, 0],
      [429, 0],
    ]);
    await harness.time.advance(1_000);
    await Promise.all(calls);
    const passed = answered.filter(([status]) => status === 200).map(([, ms]) => ms);
    expect(passed).toEqual([0, 100, 200, 300]);
    expect(harness.sent).toHaveLength(4);
    await harness.gateway.idle();
    expect(await harness.ledger.balances([{ ruleId: id(1) }])).toEqual([]);
  });

  it("gives the place of a caller who leaves to the next, and its record says so", async () => {
    const harness = harnessWith(leaky);
    const leave = new AbortController();
    const calls = [harness.call(plain), harness.call({ ...plain, signal: leave.signal }), harness.call(plain)];
    await harness.time.advance(50);
    leave.abort();
    await harness.time.advance(0);
    const next = harness.call(plain);
    await harness.time.advance(1_000);
    await Promise.all([...calls, next]);
    const outcomes = (await harness.records()).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(["cancelled", "completed", "completed", "completed"]);
    expect(harness.sent).toHaveLength(3);
  });
});

describe("a limit of 100 tokens", () => {
  it("answers costs of 90, 50 and 10 with 200, 429 and 200, and ends at the true usage", async () => {
    const costs = [90, 8];
    const harness = harnessWith([{ metric: "output_tokens", requests: 100 }], {}, () =>
      jsonReply({ choices: [], usage: { prompt_tokens: 7, completion_tokens: costs.shift() } }),
    );
    const statuses = [];
    for (const max_tokens of [90, 50, 10]) {
      statuses.push((await harness.call({ json: { ...chat, max_tokens } })).status);
      await harness.gateway.idle();
    }
    expect(statuses).toEqual([200, 429, 200]);
    expect(await harness.ledger.balances([{ ruleId: id(0) }])).toMatchObject([{ used: 98, held: 0 }]);
  });
});

describe("a limit of five parallel calls", () => {
  it("never lets more than five of 50 through to the upstream, and slots return however a call ends", async () => {
    let open = 0;
    let most = 0;
    let calls = 0;
    const harness = harnessWith([{ metric: "concurrency", requests: 5 }]);
    harness.state.upstream = async ({ signal }) => {
      open += 1;
      most = Math.max(most, open);
      calls += 1;
      const mine = calls;
      await new Promise<void>((resolve) => {
        const done = harness.time.after(200, resolve);
        signal.addEventListener("abort", () => [done(), resolve()], { once: true });
      });
      open -= 1;
      if (mine % 3 === 0) return { failure: "unreachable", detail: "connection refused" };
      return jsonReply({ ok: true }, mine % 3 === 1 ? 200 : 400);
    };
    const leave = new AbortController();
    const statuses: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const signal = round === 4 ? leave.signal : new AbortController().signal;
      const answers = Promise.all(Array.from({ length: 5 }, () => harness.call({ ...plain, signal })));
      const extra = await harness.call(plain);
      expect(ruleOf(extra)).toMatchObject({ metric: "concurrency", limit: 5, held: 5, resets_at: null });
      if (round === 4) leave.abort();
      await harness.time.advance(60_000);
      statuses.push(...(await answers).map(({ status }) => status), extra.status);
      await harness.gateway.idle();
      expect(await harness.ledger.balances([{ ruleId: id(0) }])).toEqual([]);
    }
    expect(most).toBe(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect(new Set(statuses).size).toBeGreaterThan(3);
  });
});

describe("a rule on one project and model `gpt-*`, per end user", () => {
  it("gives each of two end users a counter, and another project none", async () => {
    const rule = { project_id: PROJECT_ID, model_pattern: "gpt-*", per: ["end_user"], requests: 1 };
    const inProject = (project_id: string) => harnessWith([rule], { key: { project_id } });
    const harness = inProject(PROJECT_ID);
    const call = async (user: string, model = "gpt-4o-mini") =>
      (await harness.call({ json: { ...chat, model }, headers: [["x-sluice-end-user", user]] })).status;
    expect([await call("ada"), await call("ada"), await call("bob"), await call("bob")]).toEqual([200, 429, 200, 429]);
    expect(await call("ada", "o3-mini")).toBe(200);
    await harness.gateway.idle();
    const balances = await harness.ledger.balances([{ ruleId: id(0) }]);
    expect(balances.map(({ subject, used }) => [subject, used])).toEqual([
      ["ada", 1],
      ["bob", 1],
    ]);
    const other = inProject("01930000-0000-7000-8000-0000000000d3");
    for (let n = 0; n < 3; n += 1) expect((await other.call({ json: chat })).status).toBe(200);
    expect(await other.ledger.balances([{ ruleId: id(0) }])).toEqual([]);
  });
});

describe("GLOBAL, TENANT, API_KEY, MODEL, MODEL_TIER and USER_MODEL limits on one call", () => {
  const levels: Limits = [
    { name: "GLOBAL", workspace_id: "00000000-0000-0000-0000-000000000000" },
    { name: "TENANT" },
    { name: "API_KEY", api_key_id: "01930000-0000-7000-8000-000000000002" },
    { name: "MODEL", model_pattern: "gpt-4o-mini" },
    { name: "MODEL_TIER", model_tier_id: TIER_ID },
    { name: "USER_MODEL", model_pattern: "gpt-*", per: ["end_user", "model"] },
  ];
  const workspace = { models: [{ name: "gpt-4o-mini", provider_id: null, tier_id: TIER_ID }] };
  const call = { json: chat, headers: [["x-sluice-end-user", "ada"]] as [string, string][] };

  it.each(levels.map(({ name = "" }) => name))("hold at once: %s refuses while the others have room", async (full) => {
    const limits = levels.map((level) => ({ ...level, requests: level.name === full ? 1 : 9 }));
    const harness = harnessWith(limits, { workspace });
    expect((await harness.call(call)).status).toBe(200);
    await harness.gateway.idle();
    const counted = await harness.ledger.balances(levels.map((_, n) => ({ ruleId: id(n) })));
    expect(counted.map(({ used, held }) => [used, held])).toEqual(levels.map(() => [1, 0]));
    const refused = await harness.call(call);
    expect([refused.status, ruleOf(refused).name]).toEqual([429, full]);
    expect(await harness.ledger.balances(levels.map((_, n) => ({ ruleId: id(n) })))).toEqual(counted);
  });

  it.each(levels.map(({ name = "" }) => name))(
    "of which all refuse: %s is named where its priority is the lowest",
    async (first) => {
      const limits = levels.map((level) => ({ ...level, requests: 0, priority: level.name === first ? 1 : 2 }));
      const refused = await harnessWith(limits, { workspace }).call(call);
      expect([refused.status, ruleOf(refused).name]).toEqual([429, first]);
    },
  );
});
