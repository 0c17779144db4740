import { describe, expect, it } from "vitest";
import { LedgerUnavailable } from "@/lib/ledger/port";
import { createHarness, headerIn, jsonReply } from "@/tests/helpers/gateway-harness";
import { budget, KEY_ID, OPENAI_ID, rateLimit, snapshot, WORKSPACE_ID } from "@/tests/helpers/snapshot-fixture";

const question = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hi" }] };
const completion = {
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "gpt-4o-mini-2024-07-18",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello!" }, finish_reason: "stop" }],
  usage: {
    prompt_tokens: 1_000,
    completion_tokens: 200,
    total_tokens: 1_200,
    prompt_tokens_details: { cached_tokens: 400 },
  },
};

describe("a chat completion through the whole gateway", () => {
  it("arrives byte for byte, with the credential put in and the key left out", async () => {
    const harness = createHarness({ upstream: () => jsonReply(completion) });
    const answer = await harness.call({ json: question });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(JSON.stringify(completion));
    const [request] = harness.sent;
    expect(request).toMatchObject({ method: "POST", origin: "https://api.openai.com", path: "/v1/chat/completions" });
    expect(headerIn(request?.headers ?? [], "authorization")).toBe("Bearer secret-of-one");
    expect(JSON.stringify(request?.headers)).not.toContain(harness.key);
    expect(request?.text).toBe(JSON.stringify(question));
  });

  it("is one record with tokens and the exact cost", async () => {
    const harness = createHarness({ upstream: () => jsonReply(completion) });
    const answer = await harness.call({
      json: question,
      headers: [
        ["x-sluice-end-user", "ada"],
        ["x-sluice-tags", "a,b"],
      ],
    });
    // 600 x 0.15 + 400 x 0.075 + 200 x 0.6 dollars a million tokens.
    expect(headerIn(answer.headers, "x-sluice-cost-cents")).toBe("0.0240000");
    expect(await harness.records()).toMatchObject([
      {
        outcome: "completed",
        request_id: headerIn(answer.headers, "x-sluice-request-id"),
        workspace_id: WORKSPACE_ID,
        api_key_id: KEY_ID,
        provider_id: OPENAI_ID,
        status_code: 200,
        decision: "allowed",
        requested_model: "gpt-4o-mini",
        model: "gpt-4o-mini-2024-07-18",
        tokens_input: 1_000,
        tokens_output: 200,
        tokens_total: 1_200,
        tokens_cached: 400,
        usage_estimated: false,
        cost_cents: "0.0240000",
        end_user_id: "ada",
        tags: ["a", "b"],
        is_stream: false,
        request_type: "chat_completion",
        client_ip: "203.0.113.9",
        retry_count: 0,
        attempts: [{ status: 200, failure: null }],
      },
    ]);
    expect(harness.reports).toEqual([]);
  });

  it("charges budgets and limits with the truth and leaves no hold", async () => {
    const harness = createHarness({
      snapshot: snapshot({
        workspace: { budgets: [budget({})], rate_limits: [rateLimit({ metric: "total_tokens", requests: 100_000 })] },
      }),
      upstream: () => jsonReply(completion),
    });
    const answer = await harness.call({ json: question });
    expect(headerIn(answer.headers, "x-sluice-max-tokens")).toBe("4096");
    expect(JSON.parse(harness.sent[0]?.text ?? "")).toEqual({ ...question, max_tokens: 4_096 });
    await harness.gateway.idle();
    const balances = await harness.ledger.balances([{ ruleId: budget({}).id }, { ruleId: rateLimit({}).id }]);
    expect(balances).toMatchObject([
      { used: 240_000, held: 0 },
      { used: 1_200, held: 0 },
    ]);
    expect(await harness.ledger.openHolds({})).toEqual([]);
  });

  it("refuses what a limit has no room for, with the rule, and counts nothing for it", async () => {
    const harness = createHarness({
      snapshot: snapshot({ workspace: { rate_limits: [rateLimit({ requests: 2 })] } }),
      upstream: () => jsonReply(completion),
    });
    const first = await harness.call({ json: question });
    expect(headerIn(first.headers, "ratelimit")).toBe('"per minute";r=1;t=60');
    expect(headerIn(first.headers, "ratelimit-policy")).toBe('"per minute";q=2;w=60');
    expect(headerIn(first.headers, "x-ratelimit-remaining-requests")).toBe("1");
    await harness.call({ json: question });
    const third = await harness.call({ json: question });
    expect(third.status).toBe(429);
    expect(headerIn(third.headers, "retry-after")).toBe("60");
    expect(JSON.parse(third.text)).toMatchObject({
      error: { type: "rate_limit_error", code: "rate_limited", param: null },
      sluice: {
        rule: { name: "per minute", metric: "requests", limit: 2, used: 2, resets_at: "2026-11-20T12:01:00.000Z" },
      },
    });
    expect(harness.sent).toHaveLength(2);
    const records = await harness.records();
    expect(records.map(({ outcome }) => outcome).sort()).toEqual(["completed", "completed", "refused"]);
    await harness.time.advance(60_000);
    expect((await harness.call({ json: question })).status).toBe(200);
  });

  it("reserves no more than a budget has, so that the last cent is not spent twice", async () => {
    const harness = createHarness({
      snapshot: snapshot({ workspace: { budgets: [budget({ amount_cents: "0.4000000" })] } }),
      upstream: () => jsonReply(completion),
    });
    const bounded = { ...question, max_tokens: 4_096 };
    const answers = await Promise.all(Array.from({ length: 5 }, () => harness.call({ json: bounded })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.find(({ status }) => status === 402);
    expect(JSON.parse(refused?.text ?? "{}")).toMatchObject({
      error: { code: "budget_exceeded" },
      sluice: { rule: { name: "monthly", metric: "cost_cents", limit: "0.4000000" } },
    });
  });

  it("goes by provider/model at the OpenAI-shaped front, changing nothing but the model's name", async () => {
    const harness = createHarness({ upstream: () => jsonReply(completion) });
    const body =
      '{"messages":[{"role":"user","content":"Hi"}], "seed": 12345678901234567890, "model" : "demo/gpt-4o-mini"}';
    const answer = await harness.call({ path: "/api/proxy/v1/chat/completions", body: new TextEncoder().encode(body) });
    expect(answer.status).toBe(200);
    expect(harness.sent[0]?.text).toBe(body.replace("demo/gpt-4o-mini", "gpt-4o-mini"));
    expect(harness.sent[0]?.path).toBe("/v1/chat/completions");
    expect(await harness.records()).toMatchObject([{ requested_model: "demo/gpt-4o-mini" }]);
  });

  it("waits its turn at a leaky bucket, and one whose turn was taken away is told so, in one record", async () => {
    for (const outcome of ["started", "stale"] as const) {
      const harness = createHarness({
        upstream: () => jsonReply(completion),
        ledger: (real) => ({
          ...real,
          admit: async (...given) => {
            const admission = await real.admit(...given);
            return admission.outcome === "admitted" ? { ...admission, waitMs: 500 } : admission;
          },
          start: async () => ({ outcome }),
        }),
      });
      const answer = harness.call({ json: question });
      await harness.time.advance(499);
      expect(harness.sent).toEqual([]);
      await harness.time.advance(1);
      expect((await answer).status).toBe(outcome === "started" ? 200 : 503);
      expect(await harness.records()).toMatchObject([{ outcome: outcome === "started" ? "completed" : "refused" }]);
    }
  });

  it("says that it cannot count where the ledger goes away while a call that waited loses its turn", async () => {
    const harness = createHarness({
      upstream: () => jsonReply(completion),
      ledger: (real) => ({
        ...real,
        admit: async (...given) => {
          const admission = await real.admit(...given);
          return admission.outcome === "admitted" ? { ...admission, waitMs: 500 } : admission;
        },
        start: async () => ({ outcome: "stale" }),
        cancel: async () => {
          throw new LedgerUnavailable("The store is away.");
        },
      }),
    });
    const answer = harness.call({ json: question });
    await harness.time.advance(500);
    expect((await answer).status).toBe(503);
    expect((await answer).text).toContain("ledger_unavailable");
  });
});
