import { describe, expect, it } from "vitest";
import { budget, credential, rateLimit, snapshot, WORKSPACE_ID } from "@/tests/helpers/snapshot-fixture";
import { compileCredit } from "./compile-credit";
import { compileBudget, compileBudgets, compileEndpointLimit, compileKeyLimit, compileRateLimit } from "./compile-rule";
import { boundInputTokens, countImages, countText, estimateTokens, noText } from "./estimate-tokens";
import { planChecks } from "./plan-checks";
import { compilePlanQuotas } from "./plan-quota";
import type { Subjects } from "./subjects";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const subjects: Subjects = {
  customer: null,
  team: null,
  project: null,
  api_key: "k",
  member: null,
  end_user: "ada",
  tags: ["a", "b"],
  path: "/v1/chat/completions",
  method: "POST",
  model: "gpt-4o",
  slug: "openai",
  provider: "o",
  credential: null,
  endpoint: "e",
  tier: "t",
};

describe("a bucket", () => {
  it("takes its own numbers, else those of the limit and its window", () => {
    const bucketOf = (facts: object) =>
      compileRateLimit(rateLimit({ strategy: "TOKEN_BUCKET", ...facts })).fixed.bucket;
    expect(bucketOf({ bucket_size: 3, refill_rate: 6, max_wait_ms: 250 })).toEqual({
      capacity: 3,
      refillPerSecond: 6,
      maxWaitMs: 250,
    });
    expect(bucketOf({ requests: 120, window_ms: 30_000 })).toEqual({ capacity: 120, refillPerSecond: 4, maxWaitMs: 0 });
    expect(bucketOf({ requests: 120, window_ms: null })?.refillPerSecond).toBe(2);
    expect(bucketOf({ strategy: "LEAKY_BUCKET", requests: 1 })?.capacity).toBe(1);
    expect(bucketOf({ strategy: "FIXED_WINDOW" })).toBeUndefined();
    expect(bucketOf({ metric: "concurrency" })).toBeUndefined();
  });

  it("and parallel slots have no window; others say theirs", () => {
    const shapeOf = (facts: object) => {
      const { periods, windowMs } = compileRateLimit(rateLimit(facts));
      return [periods === null, windowMs];
    };
    expect(shapeOf({})).toEqual([false, 60_000]);
    expect(shapeOf({ strategy: "TOKEN_BUCKET" })).toEqual([true, null]);
    expect(shapeOf({ strategy: "LEAKY_BUCKET" })).toEqual([true, null]);
    expect(shapeOf({ metric: "concurrency" })).toEqual([true, null]);
  });
});

describe("a rule's place among refusals", () => {
  it("is its own priority; of what has none: the key's and an endpoint's limit, credit, the plan, budgets", () => {
    const limited = { id: "x", rate_limit_requests: 1, rate_limit_window_ms: null };
    const rules = [
      compileRateLimit(rateLimit({ priority: 7 })),
      compileKeyLimit({ ...snapshot().key, ...limited }),
      compileEndpointLimit({ ...limited, id: "x", name: "e" } as never),
      compileCredit({ id: "c", kind: "money", allocated: "0.0000000", purchases: [] }),
      ...compilePlanQuotas({ id: WORKSPACE_ID, plan: "p", plan_limits: { requests_per_month: 5 } }),
      compileBudget(budget({})),
    ];
    expect(rules.map((rule) => rule?.fixed.priority)).toEqual([7, 100, 100, 900, 950, 1_000]);
    expect(rules.every((rule) => rule?.fixed.hard)).toBe(true);
    expect(rules.map((rule) => rule?.isCandidateRule)).toEqual([false, false, true, false, false, false]);
    for (const own of [rules[1], rules[3], rules[4]])
      expect([own?.matches(subjects), own?.belongsTo(subjects)]).toEqual([true, true]);
    expect([
      rules[2]?.matches({ ...subjects, endpoint: "x" }),
      rules[2]?.matches(subjects),
      rules[2]?.belongsTo(subjects),
    ]).toEqual([true, false, true]);
    for (const own of rules.slice(1, 3)) expect([own?.limitAt(NOW), own?.windowMs]).toEqual([1, 60_000]);
  });
});

describe("a budget", () => {
  it("counts its override to the last millisecond before its end, and always where it has none", () => {
    const overridden = (until: string | null) =>
      compileBudget(budget({ amount_cents: "100", override_amount_cents: "200", override_until: until }));
    const ending = overridden("2026-11-20T12:00:00Z");
    expect([NOW - 1, NOW].map((ms) => ending.limitAt(ms))).toEqual([2_000_000_000, 1_000_000_000]);
    expect(overridden(null).limitAt(NOW * 2)).toBe(2_000_000_000);
    expect(compileBudget(budget({ amount_cents: "100" })).limitAt(0)).toBe(1_000_000_000);
  });

  it("has its thresholds in ascending order, and its soft amount as a rule of its own that tells once", () => {
    const rule = budget({ alert_thresholds: [100, 9, 80], soft_amount_cents: "50", is_hard_limit: false });
    expect(compileBudget(rule).fixed).toMatchObject({ thresholds: [9, 80, 100], hard: false });
    expect(compileBudgets(rule).map(({ fixed, limitAt }) => [fixed.hard, fixed.thresholds, limitAt(NOW)])).toEqual([
      [false, [9, 80, 100], 10_000_000_000],
      [false, [100], 500_000_000],
    ]);
    expect(compileBudgets(budget({}))).toHaveLength(1);
  });
});

describe("credit", () => {
  const purchases = [
    { remaining: "1.0000000", expires_at: "2026-11-20T12:00:00Z" },
    { remaining: "2.0000000", expires_at: null },
  ];

  it("is what was spread already and what is left of unexpired purchases, to the millisecond", () => {
    const credit = compileCredit({ id: "c", kind: "money", allocated: "4.0000000", purchases });
    expect([NOW - 1, NOW].map((ms) => credit.limitAt(ms))).toEqual([70_000_000, 60_000_000]);
    const { current, next } = credit.periods?.(NOW) ?? { current: null, next: null };
    expect([current?.startMs, current?.endMs, next?.startMs]).toEqual([
      0,
      Date.UTC(9_999, 0, 1),
      Date.UTC(9_999, 0, 1),
    ]);
    expect((next?.endMs ?? 0) - (next?.startMs ?? 0)).toBe(86_400_000);
    expect([credit.fixed.hard, credit.fixed.metric, credit.matches(subjects), credit.belongsTo(subjects)]).toEqual([
      true,
      "cost_nano_usd",
      true,
      true,
    ]);
  });

  it("of requests is whole, and may be nothing", () => {
    const credit = (allocated: string) => compileCredit({ id: "c", kind: "requests", allocated, purchases });
    expect([credit("0.0000000").limitAt(NOW), credit("0").fixed.name]).toEqual([2, "request credit"]);
    expect(compileCredit({ id: "c", kind: "money", allocated: "0", purchases: [] }).fixed.name).toBe("credit");
    expect(() => credit("0.5")).toThrow("0.5");
    expect(() => credit("-1")).toThrow("-1");
  });
});

describe("the quota of a plan", () => {
  it("is a rule for each number, in its unit, for a UTC month", () => {
    const limits = { requests_per_month: 5, tokens_per_month: 0, spend_cents_per_month: "12.5" };
    const quotas = compilePlanQuotas({ id: WORKSPACE_ID, plan: "p", plan_limits: limits });
    expect(quotas.map(({ fixed, limitAt }) => [fixed.kind, fixed.metric, limitAt(NOW)])).toEqual([
      ["rate_limit", "requests", 5],
      ["rate_limit", "total_tokens", 0],
      ["budget", "cost_nano_usd", 125_000_000],
    ]);
    expect(quotas[0]?.periods?.(NOW).current).toEqual({ startMs: Date.UTC(2026, 10, 1), endMs: Date.UTC(2026, 11, 1) });
    expect(quotas.map(({ matches, belongsTo }) => [matches(subjects), belongsTo(subjects)])).toEqual(
      [0, 1, 2].map(() => [true, true]),
    );
    expect(compilePlanQuotas({ id: WORKSPACE_ID, plan: "p", plan_limits: { requests_per_month: null } })).toEqual([]);
  });
});

describe("what of a call decides about a rule", () => {
  it.each([
    [{}, [], false],
    [{ end_user_id: "ada" }, ["end_user"], false],
    [{ tag: "a" }, ["tag"], false],
    [{ per: ["tag", "end_user"] }, ["end_user", "tag"], false],
    [{ provider_id: "o" }, ["provider"], true],
    [{ per: ["provider"] }, ["provider"], true],
    [{ endpoint_id: "e" }, ["endpoint"], true],
    [{ credential_id: "c" }, ["credential"], true],
    [{ per: ["credential"] }, ["credential"], true],
    [{ model_pattern: "gpt-*" }, ["model"], true],
    [{ model_tier_id: "t" }, ["model"], true],
    [{ per: ["model"] }, ["model"], true],
    [{ path_pattern: "/v1/*", method: "post" }, ["path", "method"], false],
    [{ customer_id: "x", team_id: "x", project_id: "x", api_key_id: "x", member_id: "x" }, [], false],
  ])("%j: %j, with the candidate: %j", (facts, dependsOn, isCandidateRule) => {
    const rule = compileRateLimit(rateLimit(facts));
    expect([rule.dependsOn, rule.isCandidateRule]).toEqual([dependsOn, isCandidateRule]);
  });

  it("is every subject that it names, and whose key it is only those of the key", () => {
    const matches = (facts: object) => compileRateLimit(rateLimit(facts)).matches(subjects);
    const named = [
      { tag: "b" },
      { end_user_id: "ada" },
      { endpoint_id: "e" },
      { model_tier_id: "t" },
      { method: "post" },
      { model_pattern: "gpt-*" },
      { provider_id: "o" },
    ];
    for (const facts of named) expect([facts, matches(facts)]).toEqual([facts, true]);
    const others = [
      { tag: "c" },
      { end_user_id: "bob" },
      { endpoint_id: "x" },
      { model_tier_id: "x" },
      { method: "get" },
      { model_pattern: "o3" },
      { provider_id: "x" },
      { member_id: "x" },
      { credential_id: credential("one").id },
    ];
    for (const facts of others) expect([facts, matches(facts)]).toEqual([facts, false]);
    expect(compileRateLimit(rateLimit({ tag: "c" })).belongsTo(subjects)).toBe(true);
    expect(compileRateLimit(rateLimit({ tag: "c", api_key_id: "x" })).belongsTo(subjects)).toBe(false);
    expect(compileRateLimit(rateLimit({ model_pattern: "*" })).matches({ ...subjects, model: null })).toBe(false);
  });
});

describe("what is reserved", () => {
  const amountsOf = (facts: object, ...reservations: [number, number, number | null][]) => {
    const candidates = reservations.map(([inputTokens, outputTokens, costNanoUsd], n) => ({
      id: `${n}`,
      credentialId: null,
      reservation: { inputTokens, outputTokens, costNanoUsd },
    }));
    const plan = planChecks([compileRateLimit(rateLimit(facts))], subjects, candidates, NOW);
    return [...plan.common, ...plan.candidates.flatMap(({ checks }) => checks)].map(({ amount }) => amount);
  };

  it("in common is the most of any candidate, and its own for each candidate", () => {
    const two = [
      [10, 200, 5],
      [30, 100, 4],
    ] as [number, number, number][];
    const limit = { requests: 1_000 };
    expect(amountsOf({ ...limit, metric: "input_tokens" }, ...two)).toEqual([30]);
    expect(amountsOf({ ...limit, metric: "output_tokens" }, ...two)).toEqual([200]);
    expect(amountsOf({ ...limit, metric: "total_tokens" }, ...two)).toEqual([230]);
    expect(amountsOf({ ...limit, metric: "total_tokens", model_pattern: "*" }, ...two)).toEqual([210, 130]);
    expect(amountsOf({ metric: "requests" }, ...two)).toEqual([1]);
    expect(amountsOf({ metric: "concurrency" }, ...two)).toEqual([1]);
    const budgets = planChecks(
      [compileBudget(budget({}))],
      subjects,
      [
        { id: "a", credentialId: null, reservation: { inputTokens: 1, outputTokens: 1, costNanoUsd: null } },
        { id: "b", credentialId: null, reservation: { inputTokens: 1, outputTokens: 1, costNanoUsd: 7 } },
      ],
      NOW,
    );
    expect(budgets.common.map(({ amount }) => amount)).toEqual([7]);
  });

  it("of tokens is never more than what the rule ever lets through, in whole units", () => {
    expect(amountsOf({ metric: "input_tokens", requests: 20 }, [21, 0, null])).toEqual([20]);
    expect(
      amountsOf({ metric: "input_tokens", requests: 50, strategy: "TOKEN_BUCKET", bucket_size: 20.9 }, [21, 0, null]),
    ).toEqual([20]);
  });
});

describe("a check", () => {
  const none = { inputTokens: 0, outputTokens: 0, costNanoUsd: null };
  const planned = (...rules: ReturnType<typeof compileBudget>[]) =>
    planChecks(rules, { ...subjects, tags: [] }, [{ id: "a", credentialId: null, reservation: none }], NOW);

  it("of a bucket has no period, and reserves nothing where nothing is known", () => {
    const { common } = planned(
      compileRateLimit(rateLimit({ strategy: "TOKEN_BUCKET" })),
      ...(["input_tokens", "output_tokens", "total_tokens"] as const).map((metric) =>
        compileRateLimit(rateLimit({ metric })),
      ),
      compileBudget(budget({})),
    );
    expect(common[0]).toMatchObject({ current: { startMs: 0, endMs: 0 }, next: { startMs: 0, endMs: 0 } });
    expect(common.map(({ amount }) => amount)).toEqual([1, 0, 0, 0, 0]);
    const own = planned(compileBudget(budget({ model_pattern: "*" }))).candidates;
    expect(own.map(({ checks }) => checks.map(({ amount }) => amount))).toEqual([[0]]);
  });

  it("per tag of a call without tags has one counter", () => {
    expect(planned(compileRateLimit(rateLimit({ per: ["tag"] }))).common.map(({ subject }) => subject)).toEqual([""]);
    const tagged = planChecks([compileRateLimit(rateLimit({ per: ["tag"] }))], { ...subjects, tags: ["a"] }, [], NOW);
    expect(tagged.common.map(({ subject }) => subject)).toEqual(["a"]);
  });
});

describe("estimates", () => {
  it("of ASCII are four characters a token, of other text one each, rounded up", () => {
    const count = { ascii: 0, other: 0 };
    countText("abcd\u007f", count);
    countText("é的\u0080", count);
    countText(5, count);
    expect(count).toEqual({ ascii: 5, other: 3 });
    expect([
      estimateTokens(count),
      estimateTokens({ ascii: 4, other: 0 }),
      estimateTokens({ ascii: 0, other: 0 }),
    ]).toEqual([5, 1, 0]);
  });

  it("of a question are bounds: three bytes a token, and constants a request, a message and an image", () => {
    const bounds = [
      boundInputTokens(0, 0, 0),
      boundInputTokens(3, 1, 0),
      boundInputTokens(4, 2, 0),
      boundInputTokens(0, 0, 2),
    ];
    expect(bounds).toEqual([16, 21, 26, 4_016]);
  });

  it("keep text for whoever counts exactly, up to 200,000 characters", () => {
    const kept = noText(true);
    countText("é".repeat(199_999), kept);
    countText("a", kept);
    expect([kept.ascii, kept.other, kept.pieces?.length]).toEqual([1, 199_999, 2]);
    countText("a", kept);
    expect([kept.ascii, kept.pieces]).toEqual([2, undefined]);
    expect(noText(false)).toEqual({ ascii: 0, other: 0 });
  });

  it("know images by each way to name them, and none in plain text", () => {
    expect(countImages('{"image_url":1,"image_url":2} {"type":"image"} {"type": "image"} {"type":"input_image"}')).toBe(
      5,
    );
    expect(countImages("a picture")).toBe(0);
    expect(countImages('"image_url""image_url"')).toBe(2);
  });
});
