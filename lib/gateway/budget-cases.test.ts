import { describe, expect, it } from "vitest";
import { createHarness, headerIn, jsonReply, sseReply } from "@/tests/helpers/gateway-harness";
import { budget, KEY_ID, rateLimit, snapshot } from "@/tests/helpers/snapshot-fixture";

const TEAM_ID = "01930000-0000-7000-8000-0000000000e1";
const id = (n: number) => `01930000-0000-7000-8000-0000000002${String(n).padStart(2, "0")}`;
/** 9,980 output tokens of gpt-4o and some input: just below $0.10. */
const dime = { model: "gpt-4o", max_tokens: 9_980, messages: [{ role: "user", content: "Hi" }] };
const dimeSpent = { model: "gpt-4o", choices: [], usage: { prompt_tokens: 10, completion_tokens: 9_980 } };

type Budgets = Partial<Parameters<typeof budget>[0]>[];

const harnessWith = (budgets: Budgets, upstream = () => jsonReply(dimeSpent)) =>
  createHarness({
    snapshot: snapshot({
      workspace: { budgets: budgets.map((one, n) => budget({ id: id(n), ...one })) },
      key: { team_id: TEAM_ID },
    }),
    upstream,
  });

describe("a budget of $1 under 500 simultaneous calls of $0.10", () => {
  it("lets exactly ten pass and answers 490 with 402, twenty times out of twenty", async () => {
    for (let round = 0; round < 20; round += 1) {
      const harness = harnessWith([{ amount_cents: "100.0000000" }]);
      const gate = Promise.withResolvers<void>();
      harness.state.upstream = async () => {
        await gate.promise;
        return jsonReply(dimeSpent);
      };
      let refused = 0;
      const calls = Array.from({ length: 500 }, async () => {
        const { status } = await harness.call({ json: dime });
        refused += status === 402 ? 1 : 0;
        // No call ends, and so gives nothing back, before all others were decided.
        if (refused === 490) gate.resolve();
        return status;
      });
      const statuses = await Promise.all(calls);
      expect(statuses.filter((status) => status === 200)).toHaveLength(10);
      expect(refused).toBe(490);
      expect(harness.sent).toHaveLength(10);
    }
  }, 60_000);
});

describe("budgets of the key, its team and the workspace", () => {
  const levels: Budgets = [
    { name: "key", api_key_id: KEY_ID },
    { name: "team", team_id: TEAM_ID },
    { name: "workspace" },
  ];

  it.each(["key", "team", "workspace"])("where the %s's refuses, it is named, and none is charged", async (full) => {
    const harness = harnessWith(
      levels.map((level) => ({ ...level, amount_cents: level.name === full ? "15.0000000" : "100.0000000" })),
    );
    expect((await harness.call({ json: dime })).status).toBe(200);
    await harness.gateway.idle();
    const ids = levels.map((_, n) => ({ ruleId: id(n) }));
    const before = await harness.ledger.balances(ids);
    expect(before.map(({ used, held }) => [used, held])).toEqual(levels.map(() => [99_825_000, 0]));
    const answer = await harness.call({ json: dime });
    expect(answer.status).toBe(402);
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { code: "budget_exceeded" },
      sluice: { rule: { name: full, limit: "15.0000000", used: "9.9825000", held: "0.0000000" } },
    });
    expect(await harness.ledger.balances(ids)).toEqual(before);
    expect(harness.sent).toHaveLength(1);
  });
});

describe("a budget of last month", () => {
  it("does not refuse this month, with no job run in between", async () => {
    const harness = harnessWith([{ amount_cents: "10.0000000" }]);
    const call = async () => {
      const { status } = await harness.call({ json: dime });
      await harness.gateway.idle();
      return status;
    };
    expect([await call(), await call()]).toEqual([200, 402]);
    await harness.time.advance(Date.parse("2026-12-01T00:00:00Z") - harness.time.nowMs() - 1);
    expect(await call()).toBe(402);
    await harness.time.advance(1);
    expect([await call(), await call()]).toEqual([200, 402]);
  });
});

describe("a budget", () => {
  const bounded = { ...dime, max_tokens: 5_000 };
  const answering = (usage: object) =>
    harnessWith([{ amount_cents: "100.0000000" }], () => jsonReply({ choices: [], ...usage }));
  const balance = async (usage: object) => {
    const harness = answering(usage);
    await harness.call({ json: bounded });
    await harness.gateway.idle();
    const [one] = await harness.ledger.balances([{ ruleId: id(0) }]);
    return { used: one?.used ?? 0, held: one?.held ?? 0 };
  };

  it("ends at the real cost, whether it was more or less than was reserved", async () => {
    expect(await balance({ usage: { prompt_tokens: 0, completion_tokens: 10_000 } })).toEqual({
      used: 100_000_000,
      held: 0,
    });
    expect(await balance({ usage: { prompt_tokens: 0, completion_tokens: 1 } })).toEqual({ used: 10_000, held: 0 });
  });
});

describe("bodies that choke tokenizers", () => {
  const bodies = [
    ["40,000 equal CJK characters", "的".repeat(40_000)],
    ["1 MB of `a`", "a".repeat(1_000_000)],
  ] as const;
  const workspace = {
    budgets: [budget({ id: id(0), amount_cents: "90000.0000000" })],
    rate_limits: [rateLimit({ id: id(1), metric: "input_tokens", requests: 9_000_000 })],
  };

  /** Milliseconds that this thread computed, whatever else the machine was doing. */
  async function workOf(run: () => Promise<unknown>): Promise<number> {
    const before = process.threadCpuUsage();
    await run();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1_000;
  }

  it.each(bodies)("%s in a question hold up no other call", async (_, content) => {
    const harness = createHarness({ snapshot: snapshot({ workspace }), upstream: () => jsonReply(dimeSpent) });
    const ask = async (text: string) => {
      const answer = await harness.call({ json: { ...dime, messages: [{ role: "user", content: text }] } });
      expect([answer.status, headerIn(answer.headers, "x-sluice-error")]).toEqual([200, undefined]);
    };
    await ask("Hi");
    // A tokenizer computes for seconds over one of these.
    expect(await workOf(() => ask(content))).toBeLessThan(250);
  });

  it.each(bodies)("%s in an answer that breaks off hold up no other call", async (_, content) => {
    const chunk = `data: {"choices":[{"delta":{"content":"${content}"}}]}\n\n`;
    const harness = createHarness({
      snapshot: snapshot({ workspace }),
      upstream: () => sseReply([chunk], new Error("cut")),
    });
    const work = await workOf(async () => {
      await harness.call({ json: { ...dime, stream: true, max_tokens: 900_000 } });
      await harness.gateway.idle();
    });
    expect(work).toBeLessThan(250);
    expect(await harness.records()).toMatchObject([{ outcome: "partial", usage_estimated: true }]);
  });
});
