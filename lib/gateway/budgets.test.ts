import { describe, expect, it } from "vitest";
import { softRuleId } from "@/lib/kernel/derived-ids";
import { createHarness, headerIn, jsonReply, sseReply } from "@/tests/helpers/gateway-harness";
import { budget, rateLimit, snapshot, WORKSPACE_ID } from "@/tests/helpers/snapshot-fixture";

const chat = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hi" }] };
const CREDIT_ID = "01930000-0000-7000-8000-0000000000c1";

/** 1,000 input and 200 output tokens of gpt-4o-mini: 0.027 cents. */
const completion = { model: "gpt-4o-mini", choices: [], usage: { prompt_tokens: 1_000, completion_tokens: 200 } };
const COST_CENTS = 0.027;

const credits = (purchases: { remaining: string; expires_at: string | null }[], facts: object = {}) => [
  { id: CREDIT_ID, kind: "money" as const, allocated: "0.0000000", purchases, ...facts },
];
const errorOf = (answer: { text: string }) => JSON.parse(answer.text);

function harnessWith(
  workspace: NonNullable<Parameters<typeof snapshot>[0]>["workspace"],
  upstream = () => jsonReply(completion),
) {
  return createHarness({ snapshot: snapshot({ workspace: { ...workspace } }), upstream });
}

describe("credit", () => {
  it("refuses with 402 once it is spent, says so, and takes new credit at the very next call", async () => {
    const harness = harnessWith({ credits: credits([{ remaining: "0.0500000", expires_at: null }]) });
    const bounded = { ...chat, max_tokens: 200 };
    expect((await harness.call({ json: bounded })).status).toBe(200);
    await harness.gateway.idle();
    expect((await harness.call({ json: bounded })).status).toBe(200);
    await harness.gateway.idle();
    const refused = await harness.call({ json: bounded });
    expect(refused.status).toBe(402);
    expect(errorOf(refused)).toMatchObject({
      error: { code: "credits_exhausted", type: "billing_error" },
      sluice: { rule: { id: CREDIT_ID, metric: "cost_cents", limit: "0.0500000", used: "0.0540000", resets_at: null } },
    });
    expect(headerIn(refused.headers, "retry-after")).toBeUndefined();
    const more = [
      { remaining: "0.0000000", expires_at: null },
      { remaining: "1.0000000", expires_at: null },
    ];
    harness.setSnapshot(
      snapshot({ versions: { workspace: 2 }, workspace: { credits: credits(more, { allocated: "0.0500000" }) } }),
    );
    await harness.ledger.bump({ [`${WORKSPACE_ID}/workspace`]: 2 });
    expect((await harness.call({ json: bounded })).status).toBe(200);
  });

  it("names its account on every record that it counted, refusals aside", async () => {
    const harness = harnessWith({ credits: credits([{ remaining: "0.0300000", expires_at: null }]) });
    await harness.call({ json: { ...chat, max_tokens: 400 } });
    await harness.gateway.idle();
    await harness.call({ json: { ...chat, max_tokens: 400 } });
    const records = await harness.records();
    expect(records.map((record) => [record.outcome, record["credit_accounts"]])).toEqual([
      ["completed", [CREDIT_ID]],
      ["refused", undefined],
    ]);
  });

  it("ends to the millisecond where a purchase expires, and keeps the rest", async () => {
    const harness = harnessWith({
      credits: credits([
        { remaining: "10.0000000", expires_at: "2026-11-20T13:00:00.000Z" },
        { remaining: "0.0100000", expires_at: null },
      ]),
    });
    const dear = { ...chat, max_tokens: 1_000 };
    await harness.time.advance(3_599_999);
    expect((await harness.call({ json: dear })).status).toBe(200);
    await harness.time.advance(1);
    expect((await harness.call({ json: dear })).status).toBe(402);
  });

  it("of requests counts calls of any kind", async () => {
    const harness = harnessWith({
      credits: credits([{ remaining: "2.0000000", expires_at: null }], { kind: "requests" }),
    });
    const call = () => harness.call({ path: "/api/proxy/things/x" });
    expect([(await call()).status, (await call()).status, (await call()).status]).toEqual([200, 200, 402]);
  });
});

describe("the quota of a plan", () => {
  it("holds for the whole workspace in a UTC month, and is none where it is null or absent", async () => {
    const harness = harnessWith({ plan_limits: { requests_per_month: 2, tokens_per_month: null } });
    const call = () => harness.call({ json: { ...chat, max_tokens: 10 } });
    expect([(await call()).status, (await call()).status]).toEqual([200, 200]);
    const third = await call();
    expect(third.status).toBe(429);
    expect(errorOf(third).sluice.rule).toMatchObject({
      name: "plan quota",
      scope: "TENANT",
      limit: 2,
      used: 2,
      resets_at: "2026-12-01T00:00:00.000Z",
    });
    expect(Number(headerIn(third.headers, "retry-after"))).toBe(10.5 * 86_400);
    await harness.time.advance(10.5 * 86_400_000);
    expect((await call()).status).toBe(200);
  });

  it("of money refuses with 402", async () => {
    const harness = harnessWith({ plan_limits: { spend_cents_per_month: "0.01" } });
    expect(errorOf(await harness.call({ json: { ...chat, max_tokens: 1_000 } })).error.code).toBe("budget_exceeded");
  });
});

describe("a soft amount", () => {
  it("never refuses and is reported once a period, beside the budget's own thresholds, once each", async () => {
    const soft = budget({ amount_cents: "0.1000000", soft_amount_cents: "0.0300000", alert_thresholds: [50, 80, 100] });
    const harness = harnessWith({ budgets: [soft] });
    const bounded = { ...chat, max_tokens: 200 };
    for (let call = 0; call < 4; call += 1) {
      await harness.call({ json: bounded });
      await harness.gateway.idle();
    }
    const crossed = (await harness.records()).flatMap((record) => crossings(record["crossed_thresholds"]));
    expect(crossed).toEqual([
      [soft.id, 50],
      [softRuleId(soft.id), 100],
      [soft.id, 80],
      [soft.id, 100],
    ]);
    await harness.time.advance(31 * 86_400_000);
    await harness.call({ json: bounded });
    await harness.gateway.idle();
    await harness.call({ json: bounded });
    expect((await harness.records()).flatMap((record) => crossings(record["crossed_thresholds"]))).toEqual([
      [soft.id, 50],
      [softRuleId(soft.id), 100],
    ]);
  });
});

function crossings(value: unknown): unknown[] {
  return Array.isArray(value) ? value.map(({ ruleId, threshold }) => [ruleId, threshold]) : [];
}

describe("an override", () => {
  it("counts until its end and not a millisecond longer", async () => {
    const raised = budget({
      amount_cents: "0.0010000",
      override_amount_cents: "100.0000000",
      override_until: "2026-11-20T13:00:00.000Z",
    });
    const harness = harnessWith({ budgets: [raised] });
    const bounded = { ...chat, max_tokens: 100 };
    await harness.time.advance(3_599_999);
    expect((await harness.call({ json: bounded })).status).toBe(200);
    await harness.time.advance(1);
    expect((await harness.call({ json: bounded })).status).toBe(402);
  });
});

describe("an output that nobody bounds", () => {
  it("is bounded by the workspace's reserve under a hard budget, said in a header, and by nothing without one", async () => {
    const hard = harnessWith({ budgets: [budget({})], output_reserve_tokens: 300 });
    const answer = await hard.call({ json: chat });
    expect(headerIn(answer.headers, "x-sluice-max-tokens")).toBe("300");
    expect(JSON.parse(hard.sent[0]?.text ?? "")).toMatchObject({ max_tokens: 300 });
    for (const workspace of [{ budgets: [budget({ is_hard_limit: false })] }, {}]) {
      const free = harnessWith(workspace);
      expect(headerIn((await free.call({ json: chat })).headers, "x-sluice-max-tokens")).toBeUndefined();
      expect(JSON.parse(free.sent[0]?.text ?? "")).toEqual(chat);
    }
  });

  it("is bounded by what is affordable where that is less, and refused below 16 tokens", async () => {
    // The input is held at 43 tokens, 0.000645 cents; an output token costs 0.00006 cents.
    const affordable = async (amount_cents: string) => {
      const harness = harnessWith({ budgets: [budget({ amount_cents })] });
      const answer = await harness.call({ json: chat });
      const sent: unknown = JSON.parse(harness.sent[0]?.text ?? "null");
      expect(await harness.ledger.openHolds({})).toEqual([]);
      return [answer.status, headerIn(answer.headers, "x-sluice-max-tokens"), sent];
    };
    expect(await affordable("0.0066450")).toEqual([200, "100", { ...chat, max_tokens: 100 }]);
    expect(await affordable("0.0016050")).toEqual([200, "16", { ...chat, max_tokens: 16 }]);
    expect(await affordable("0.0016040")).toEqual([402, undefined, null]);
  });

  it("is divided among the choices that are asked for", async () => {
    const harness = harnessWith({ budgets: [budget({ amount_cents: "0.0127200" })] });
    const answer = await harness.call({ json: { ...chat, n: 2 } });
    expect(Number(headerIn(answer.headers, "x-sluice-max-tokens"))).toBe(100);
  });

  it("is not touched where the caller bounded it", async () => {
    const harness = harnessWith({ budgets: [budget({ amount_cents: "0.0067200" })] });
    expect((await harness.call({ json: { ...chat, max_tokens: 101 } })).status).toBe(402);
    expect((await harness.call({ json: { ...chat, max_tokens: 100 } })).status).toBe(200);
  });
});

describe("streams under limits", () => {
  const stream = { model: "gpt-4o", stream: true, messages: [{ role: "user", content: "Write a line." }] };
  const chunk = (content: string) => `data: {"choices":[{"delta":{"content":"${content}"}}]}\n\n`;
  const usage = `data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":40}}\n\n`;

  it("twenty small ones pass side by side under $1 and 10,000 tokens a minute, though the model could write 128k", async () => {
    const workspace = {
      budgets: [budget({ amount_cents: "100.0000000" })],
      rate_limits: [rateLimit({ metric: "total_tokens", requests: 10_000 })],
    };
    const harness = createHarness({
      snapshot: snapshot({ workspace }),
      upstream: () => sseReply([chunk("x".repeat(160)), usage, "data: [DONE]\n\n"]),
    });
    // All are admitted before the first is read.
    const replies = await Promise.all(Array.from({ length: 20 }, () => harness.open({ json: stream })));
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    for (const reply of replies) for await (const piece of reply.body as AsyncIterable<Uint8Array>) void piece;
    await harness.gateway.idle();
    const balances = await harness.ledger.balances([{ ruleId: budget({}).id }, { ruleId: rateLimit({}).id }]);
    expect(balances).toMatchObject([
      { used: 20 * (12 * 2_500 + 40 * 10_000), held: 0 },
      { used: 20 * 52, held: 0 },
    ]);
  });

  it("stop where the money ends: one event, the upstream closed, what passed is paid, the row says partial", async () => {
    let sentChunks = 0;
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) {
          sentChunks += 1;
          yield new TextEncoder().encode(chunk("word ".repeat(50)));
        }
      } finally {
        isClosed = true;
      }
    }
    const amount = 1_000_000;
    const harness = createHarness({
      snapshot: snapshot({ workspace: { budgets: [budget({ amount_cents: "0.1000000" })] } }),
      upstream: () => ({ ...sseReply([]), body: endless() }),
    });
    const answer = await harness.call({ json: stream });
    const events = answer.text.trim().split("\n\n");
    expect(errorOf({ text: (events.at(-1) ?? "").replace("data: ", "") })).toMatchObject({
      error: { code: "budget_stopped" },
    });
    expect(answer.text).not.toContain("[DONE]");
    expect(isClosed).toBe(true);
    const [record] = await harness.records();
    expect(record).toMatchObject({ outcome: "partial", error_code: "budget_stopped", usage_estimated: true });
    const [balance] = await harness.ledger.balances([{ ruleId: budget({}).id }]);
    expect(balance?.held).toBe(0);
    expect(balance?.used).toBeGreaterThan(0);
    // The piece that had no room was generated and is paid, but goes nowhere.
    expect(balance?.used).toBeLessThanOrEqual(amount + Math.ceil(250 / 3) * 10_000);
    // What passed to the client is all but the chunk that had no room.
    expect(events.length - 1).toBe(sentChunks - 1);
  });
});

describe("a model without a price", () => {
  const unknown = { ...chat, model: "gpt-made-up", max_tokens: 1_000 };
  const call = async (unpriced_policy: "block" | "allow_and_alarm" | "floor_price") => {
    const harness = createHarness({
      snapshot: snapshot({ key: { unpriced_policy }, workspace: { budgets: [budget({})] } }),
      upstream: () => jsonReply(completion),
    });
    const answer = await harness.call({ json: unknown });
    const [record] = await harness.records();
    const [balance] = await harness.ledger.balances([{ ruleId: budget({}).id }]);
    return { answer, record, used: balance?.used ?? 0, hits: harness.sent.length };
  };

  it("is refused under `block`, by name, and the upstream is not touched", async () => {
    const { answer, record, used, hits } = await call("block");
    expect([answer.status, errorOf(answer).error.code, hits, used]).toEqual([402, "model_unpriced", 0, 0]);
    expect(errorOf(answer).error.message).toContain("gpt-made-up");
    expect(record).toMatchObject({ outcome: "refused", error_code: "model_unpriced" });
  });

  it("passes under `allow_and_alarm`, marked, with no cost", async () => {
    const { answer, record, used } = await call("allow_and_alarm");
    expect([answer.status, used]).toEqual([200, 0]);
    expect(record).toMatchObject({ cost_cents: null, tokens_input: 1_000, internal_reason: "model_unpriced" });
  });

  it("is charged at the floor under `floor_price`", async () => {
    const { answer, record, used } = await call("floor_price");
    expect([answer.status, used]).toEqual([200, 1_000 * 10_000 + 200 * 30_000]);
    expect(record).toMatchObject({ cost_cents: "1.6000000", internal_reason: "model_unpriced" });
  });
});

describe("where the limits stand", () => {
  const limits = [
    rateLimit({ id: "01930000-0000-7000-8000-0000000000a1", name: "minute", requests: 1 }),
    rateLimit({ id: "01930000-0000-7000-8000-0000000000a2", name: "day", requests: 50, window_ms: 86_400_000 }),
  ];

  it("is said on a refusal for all of them, and on an answer that no upstream gave", async () => {
    const harness = createHarness({
      snapshot: snapshot({ workspace: { rate_limits: limits } }),
      upstream: () => ({ failure: "blocked", detail: "" }),
    });
    const failed = await harness.call({ json: chat });
    expect([failed.status, headerIn(failed.headers, "ratelimit")]).toEqual([
      502,
      '"minute";r=0;t=60, "day";r=49;t=43200',
    ]);
    await harness.gateway.idle();
    const refused = await harness.call({ json: chat });
    expect([refused.status, headerIn(refused.headers, "ratelimit")]).toEqual([
      429,
      '"minute";r=0;t=60, "day";r=49;t=43200',
    ]);
    expect(headerIn(refused.headers, "ratelimit-policy")).toBe('"minute";q=1;w=60, "day";q=50;w=86400');
    expect(headerIn(refused.headers, "x-ratelimit-remaining-requests")).toBe("0");
  });
});

describe("an input", () => {
  it("larger than a limit ever lets through is 400, one that only must wait is 429", async () => {
    const harness = harnessWith({ rate_limits: [rateLimit({ metric: "input_tokens", requests: 400 })] });
    const call = (length: number) =>
      harness.call({ json: { ...chat, max_tokens: 10, messages: [{ role: "user", content: "x".repeat(length) }] } });
    expect(errorOf(await call(1_500)).error.code).toBe("request_too_large_for_limit");
    expect((await call(900)).status).toBe(200);
    expect((await call(900)).status).toBe(429);
  });
});

it("what a call cost is what the test says", () => {
  expect(COST_CENTS).toBeCloseTo((1_000 * 0.15 + 200 * 0.6) / 10_000);
});
